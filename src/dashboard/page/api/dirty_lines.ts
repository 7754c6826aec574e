import type { KeyLine } from '../../../defects/answer_key.ts';

/** Lines that lie no further apart are asked for at once. */
const NEAR_BYTES = 8192;

/** Bytes `[from, to)` of a batch. */
export type AskBytes = (from: number, to: number) => Promise<Uint8Array>;

/** The lines of some defects, in their order; bytes that are not UTF-8 are U+FFFD. */
export async function dirtyLines(defects: readonly KeyLine[], ask: AskBytes): Promise<string[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts = nearOnes(defects).map(async (near) => {
    const from = near[0]!.byte_offset;
    const bytes = await ask(from, endOf(near.at(-1)!));
    return near.map((line) => decoder.decode(bytes.subarray(line.byte_offset - from, endOf(line) - from)));
  });
  return (await Promise.all(parts)).flat();
}

function nearOnes(defects: readonly KeyLine[]): KeyLine[][] {
  const groups: KeyLine[][] = [];
  for (const defect of defects) {
    const last = groups.at(-1);
    if (last !== undefined && defect.byte_offset - endOf(last.at(-1)!) <= NEAR_BYTES) last.push(defect);
    else groups.push([defect]);
  }
  return groups;
}

function endOf({ byte_offset, byte_length }: KeyLine): number {
  return byte_offset + byte_length;
}
