import type { Scope } from '../../../defects/kinds.ts';
import { cutOf, type Op } from '../../../defects/op.ts';
import { count, counted } from '../format.ts';

/** Where a pipeline must look to see a defect. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  row: 'shows in the line itself',
  batch: 'shows beside the rest of the batch',
  reference: 'shows beside the companies that there are',
  history: "shows in the driver's history",
  bytes: 'shows in the bytes',
};

const SHOWN_BYTES = 8;

/** `byte 57: 22 → ff`, of a `bytes` op; `offset` is that of the line in its batch. */
export function bytesWords(op: Op): string {
  return `byte ${count(cutOf(op).offset)}: ${hexWords(op.before as string)} → ${hexWords(op.after as string)}`;
}

/** `22 2c 22`, `22 2c 22 74 69 6d 65 73 … (40 bytes)`, `nothing` */
function hexWords(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  if (bytes.length === 0) return 'nothing';
  if (bytes.length <= SHOWN_BYTES) return bytes.join(' ');
  return `${bytes.slice(0, SHOWN_BYTES).join(' ')} … (${counted(bytes.length, 'byte', 'bytes')})`;
}
