/** A row of the table. */
export type Figure = {
  readonly name: string;
  /** Null where this machine cannot tell. */
  readonly value: number | null;
  readonly unit: string;
  /** What DESIGN §11 asks for. */
  readonly goal?: string;
  /** Of what was made. */
  readonly hash?: string;
};
