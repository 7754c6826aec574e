/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json };

/** A change of one record, see DESIGN §7: applied to the clean line it gives the dirty one, undone the clean one. */
export type Op = {
  readonly op: 'replace' | 'remove' | 'add' | 'copy' | 'bytes';
  /** A JSON Pointer (with `#` after it: the key, not the value), `line/<1-based>` or `byte/<0-based>`. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
};

/** A line of the answer key, its fields in this order. */
export type KeyLine = {
  /** `<generator>:<batch_id>:<line>` */
  readonly defect_id: string;
  readonly generator: string;
  readonly batch_id: string;
  /** 1-based, within the batch. */
  readonly line: number;
  /** Of the dirty line's first byte, from the first byte of the batch. */
  readonly byte_offset: number;
  /** Of the dirty line without its newline. */
  readonly byte_length: number;
  /** Of the dirty line without its newline, in hex. */
  readonly raw_sha256: string;
  /** Of the clean record. */
  readonly record_id: string;
  readonly kind: string;
  readonly dimension: string;
  readonly scope: string;
  /** Names with dots. */
  readonly fields: readonly string[];
  readonly ops: readonly Op[];
};
