import { Buffer } from 'node:buffer';
import type { BatchRow } from '../ledger/rows.ts';
import { pressBatch } from '../press/press.ts';
import { isDirty, type StripePress } from '../press/stripe_press.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import { sha256Of } from '../publish/batch_lines.ts';
import { batchMeta } from '../publish/batch_meta.ts';
import { readJson } from '../publish/whole_file.ts';
import { type Derivation, planOf } from './derivation.ts';
import type { Folder } from './folder.ts';

/** What was found of a published batch. */
export type Verified = {
  /** A sentence each; none if all agrees. */
  readonly mismatches: readonly string[];
  /** It was made by another version of the bytes, so that nothing but its hash could be checked. */
  readonly byHashAlone: boolean;
};

/** Makes a published batch again and compares it with the ledger, the lines, the metadata and the answer key on disk. */
export function verifyBatch(
  folder: Folder,
  derivation: Derivation,
  row: BatchRow,
  press: StripePress,
): Verified {
  const byHashAlone = row.generatorVersion !== GENERATOR_VERSION;
  const mismatches = [
    ...linesFlaws(folder, row),
    ...(byHashAlone ? [] : [...derivedFlaws(folder, derivation, row, press), ...metaFlaws(folder, row)]),
  ];
  return { mismatches, byHashAlone };
}

function linesFlaws({ disk, layout }: Folder, row: BatchRow): string[] {
  const lines = layout.linesOf(row);
  const found = disk.stat(lines.path);
  if (found === null) return [`${lines.path} is missing`];
  const isWhole = row.generator === 'company' || found.size === row.bytes;
  if (!isWhole) return [`${lines.path} has ${found.size} bytes, the ledger says ${row.bytes}`];
  const sha256 = sha256Of(disk, lines);
  return sha256 === row.sha256 ? [] : [`${lines.path} has the hash ${sha256}, the ledger says ${row.sha256}`];
}

function derivedFlaws(
  { disk, layout }: Folder,
  derivation: Derivation,
  row: BatchRow,
  press: StripePress,
): string[] {
  const job = derivation.jobOf(row);
  const path = layout.answerKey(row.generator, row.batchId);
  const hasKey = isDirty(job);
  const isThere = disk.stat(path) !== null;
  let compared = 0;
  let isSame = true;
  const { sha256 } = pressBatch(
    job,
    () => {},
    press,
    (bytes) => {
      if (isThere && isSame) isSame = Buffer.compare(disk.read(path, compared, bytes.length), bytes) === 0;
      compared += bytes.length;
    },
  );
  const flaws: string[] = [];
  if (sha256 !== row.sha256)
    flaws.push(`made again, it has the hash ${sha256}, the ledger says ${row.sha256}`);
  if (hasKey && !isThere) flaws.push(`${path} is missing`);
  else if (hasKey && (!isSame || disk.stat(path)!.size !== compared))
    flaws.push(`${path} is another answer key`);
  return flaws;
}

function metaFlaws({ disk, layout, ledger }: Folder, row: BatchRow): string[] {
  const isDriver = row.generator === 'driver';
  const path = isDriver ? layout.eventMeta(row.batchId) : layout.companyMeta(row.batchId);
  const found = metaAt({ disk }, path) as Readonly<Record<string, unknown>> | null;
  if (found === null) return [`${path} is missing, or is no JSON`];
  const content = {
    recordCount: row.recordCount!,
    corruptedCount: row.corruptedCount!,
    issues: ledger.issuesOf(row.id),
    bytes: row.bytes!,
    sha256: row.sha256!,
  };
  const meta = batchMeta(planOf(row), content, row.generatorVersion, row.generationTimestamp!);
  const expected: Readonly<Record<string, unknown>> = isDriver
    ? meta
    : { ...meta, file_offset: row.fileOffset, file_length: row.bytes };
  return Object.keys({ ...expected, ...found })
    .filter((field) => canonical(found[field]) !== canonical(expected[field]))
    .map(
      (field) =>
        `${path} says ${field} ${JSON.stringify(found[field])}, the ledger ${JSON.stringify(expected[field])}`,
    );
}

function metaAt({ disk }: Pick<Folder, 'disk'>, path: string): unknown {
  try {
    return readJson(disk, path);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** JSON with the keys of an object in order: the ledger keeps the counts of kinds in another. */
function canonical(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return JSON.stringify(isObject ? Object.fromEntries(Object.entries(value).sort()) : value);
}
