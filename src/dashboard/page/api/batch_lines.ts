import type { AnswerOf } from '../../../api/schemas/fields.ts';
import type { IssuePage, RecordPage } from '../../../api/schemas/records.ts';
import type { KeyLine } from '../../../defects/answer_key.ts';
import { defectsBetween } from './defects_between.ts';
import { dirtyLines } from './dirty_lines.ts';
import { rawBytes } from './raw_bytes.ts';
import { getJson, Refusal } from './request.ts';

/** A line of a batch, by its number from 1 on, and what is wrong with it. */
export type BatchLine = { readonly line: number; readonly raw: string; readonly defect: KeyLine | null };

/** Some lines, and whether the service tells what is wrong with them. */
export type BatchLines = { readonly lines: readonly BatchLine[]; readonly hasKey: boolean };

/** Up to `limit` lines from the one after the first `offset`, with their defects. @throws {Refusal} */
export async function linesFrom(
  batchPath: string,
  offset: number,
  limit: number,
  counts: { readonly records: number; readonly defects: number },
  signal: AbortSignal,
): Promise<BatchLines> {
  const ask = (from: number, most: number) => askDefects(batchPath, from, most, signal);
  const [{ records }, defects] = await Promise.all([
    getJson<AnswerOf<typeof RecordPage>>(`${batchPath}/records?offset=${offset}&limit=${limit}`, { signal }),
    defectsBetween(offset + 1, offset + limit, counts, ask).catch(nullIfKept),
  ]);
  const byLine = new Map(defects?.map((defect) => [defect.line, defect]));
  return {
    lines: records.map(({ line, raw }) => ({ line, raw, defect: byLine.get(line) ?? null })),
    hasKey: defects !== null,
  };
}

/** Up to `limit` lines with defects, from the one after the first `offset` of those. @throws {Refusal} */
export async function dirtyLinesFrom(
  batchPath: string,
  offset: number,
  limit: number,
  signal: AbortSignal,
): Promise<BatchLines> {
  const defects = await askDefects(batchPath, offset, limit, signal).catch(nullIfKept);
  if (defects === null) return { lines: [], hasKey: false };
  const raws = await dirtyLines(defects, (from, to) => rawBytes(batchPath, from, to, signal));
  return {
    lines: defects.map((defect, i) => ({ line: defect.line, raw: raws[i]!, defect })),
    hasKey: true,
  };
}

async function askDefects(
  batchPath: string,
  offset: number,
  limit: number,
  signal: AbortSignal,
): Promise<readonly KeyLine[]> {
  const path = `${batchPath}/issues?offset=${offset}&limit=${limit}`;
  return (await getJson<AnswerOf<typeof IssuePage>>(path, { signal })).issues;
}

/** A service may keep the answer key to itself. */
function nullIfKept(error: unknown): null {
  if (error instanceof Refusal && error.code === 'issues_disabled') return null;
  throw error;
}
