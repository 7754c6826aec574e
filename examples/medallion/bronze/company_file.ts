import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { sha256 } from './batch_folder.ts';
import { linesOf, textOf } from './lines.ts';

type Place = { readonly edition: number; readonly bytes: number; readonly tail_sha256: string };

const NEWLINE = 0x0a;
/** Company lines have ids of their own, so these last bytes tell one file from another. */
const TAIL_BYTES = 4096;

/** Where the pipeline stands in `raw/companies.jsonl`. */
export type CompaniesRead = { readonly edition: number; readonly known: number };

/**
 * Takes in what was appended to `companies.jsonl`, up to its last newline: what comes after is still being written. A
 * file that is shorter than before, or says something else where it was read, is a new edition and is read from its beginning.
 *
 * @returns the edition, and how many lines all editions had so far
 */
export async function readCompanies(warehouse: Warehouse, dataDir: string): Promise<CompaniesRead> {
  const [row] = await warehouse.rows('FROM bronze.company_file');
  const before: Place =
    row === undefined
      ? { edition: 1, bytes: 0, tail_sha256: '' }
      : { edition: Number(row.edition), bytes: Number(row.bytes), tail_sha256: String(row.tail_sha256) };
  const [count] = await warehouse.rows('SELECT coalesce(max(seq), 0) AS seq FROM bronze.companies');
  const known = Number(count!.seq);

  const file = openOrNull(join(dataDir, 'raw', 'companies.jsonl'));
  try {
    const isSame = before.bytes === 0 || (file !== null && tailAt(file, before.bytes) === before.tail_sha256);
    const from = isSame ? before : { edition: before.edition + 1, bytes: 0, tail_sha256: '' };
    const appended = file === null ? new Uint8Array() : bytesFrom(file, from.bytes);
    const whole = appended.subarray(0, appended.lastIndexOf(NEWLINE) + 1);
    if (isSame && whole.length === 0) return { edition: from.edition, known };

    const bytes = from.bytes + whole.length;
    const tail = bytes === 0 || file === null ? '' : tailAt(file, bytes);
    const lines = [...linesOf(whole)];
    await warehouse.transaction(async () => {
      const rows = lines.map((line, i) => [BigInt(known + i + 1), from.edition, textOf(line).text]);
      await warehouse.append('bronze', 'companies', rows);
      await warehouse.set({ companies_before: known });
      await warehouse.runFile('silver/companies.sql');
      await warehouse.run(
        `DELETE FROM bronze.company_file; INSERT INTO bronze.company_file VALUES (${from.edition}, ${bytes}, '${tail}')`,
      );
    });
    return { edition: from.edition, known: known + lines.length };
  } finally {
    if (file !== null) closeSync(file);
  }
}

function openOrNull(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Hash of the bytes before `end`. */
function tailAt(file: number, end: number): string {
  const start = Math.max(0, end - TAIL_BYTES);
  return sha256(bytesBetween(file, start, end));
}

function bytesFrom(file: number, start: number): Uint8Array {
  return bytesBetween(file, start, fstatSync(file).size);
}

function bytesBetween(file: number, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, start + length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}
