/** Where a verb writes its lines (without their newline). */
export type Writers = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
};
