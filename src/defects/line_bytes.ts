import { rewritten } from './change.ts';
import type { JsonRecord } from './record.ts';
import type { Behaviour } from './site.ts';

/** Bytes that no UTF-8 text has anywhere (RFC 3629 §1). */
const NEVER_UTF8 = [0xc0, 0xc1, 0xf5, 0xfe, 0xff];

const encoder = new TextEncoder();

/** The line ends too early; its last field at least did not arrive whole. */
export const tornLine: Behaviour = ({ record }, draws) => {
  const line = encoder.encode(record.text);
  // Two bytes or more are lost: the closing brace alone would leave every field whole.
  const length = 1 + draws.below(line.length - 2);
  const lost = spansOf(record.whole).filter(({ end }) => end > length);
  return rewritten(
    lost.map(({ name }) => name),
    length,
    line.subarray(length),
    new Uint8Array(0),
  );
};

/** One byte of a string is none of UTF-8's. */
export const badEncoding: Behaviour = ({ record }, draws) => {
  const line = encoder.encode(record.text);
  const { name, start, end } = draws.pick(
    spansOf(record.whole).filter((span) => typeof record.whole[span.name] === 'string'),
  );
  const offset = start + 1 + draws.below(end - start - 2);
  return rewritten([name], offset, line.subarray(offset, offset + 1), Uint8Array.of(draws.pick(NEVER_UTF8)));
};

/** The bytes `[start, end)` of each field's value in the record's compact JSON; strings include their quotes. */
function spansOf(record: JsonRecord): { name: string; start: number; end: number }[] {
  let offset = '{'.length;
  return Object.entries(record).map(([name, value]) => {
    const start = offset + byteLength(name) + ':'.length;
    const end = start + byteLength(value);
    offset = end + ','.length;
    return { name, start, end };
  });
}

function byteLength(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}
