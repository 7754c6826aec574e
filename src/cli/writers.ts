/** Where a verb writes its lines (without their newline). */
export type Writers = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Takes what is no text to standard output, as it is. */
  readonly bytes: (bytes: Uint8Array) => void;
};
