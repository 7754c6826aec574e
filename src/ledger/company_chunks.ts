import { Buffer } from 'node:buffer';
import type { Mode } from '../plan/batch.ts';
import type { Connection } from './connection.ts';

/** A published company batch, and what `encodeFacts` made of it. */
export type CompanyFacts = { readonly number: number; readonly endMs: number; readonly facts: Uint8Array };

const CHUNK_BATCHES = 1024;
/** Batches that have more than this together are few enough to be read one by one. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Of a batch in a chunk's list: number, bytes of its facts, end of its interval. */
const ENTRY_BYTES = 16;

/** SQLite's. */
const NO_LIMIT = -1;

/** Of a company batch, its columns in this order. */
export type FactsRow = readonly [number: number, end: string, facts: Uint8Array];
type ChunkRow = readonly [toNumber: number, batches: Uint8Array, facts: Uint8Array];

/**
 * Facts of company batches, many in a row of the ledger: a start reads a year of 10 s batches, three million, in well under a second. The
 * rows of the batches stay the truth: triggers take a chunk away when a batch that it covers changes.
 */
export class CompanyChunks {
  readonly #client: Connection['$client'];
  readonly #size: number;
  /** Up to here batches were too large for a chunk. */
  #tooLargeTo = 0;

  /** @param size batches of a chunk */
  constructor(connection: Connection, size = CHUNK_BATCHES) {
    this.#client = connection.$client;
    this.#size = size;
  }

  /** Facts of the batches of a mode that readers should see, in order; nothing can be written before the last is read. */
  *read(datasetId: number, mode: Mode): Iterable<CompanyFacts> {
    let lastNumber = 0;
    const chunks = this.#client
      .prepare<unknown[], ChunkRow>(
        'SELECT to_number, batches, facts FROM company_chunks WHERE dataset_id = ? AND mode = ? ORDER BY from_number',
      )
      .raw()
      .iterate(datasetId, mode);
    for (const [toNumber, batches, facts] of chunks) {
      // Here, and not in a generator of its own: to hand each through another takes as long as the rest.
      const list = new DataView(batches.buffer, batches.byteOffset, batches.length);
      let end = 0;
      for (let at = 0; at < batches.length; at += ENTRY_BYTES) {
        const start = end;
        end += list.getUint32(at + 4, true);
        yield {
          number: list.getUint32(at, true),
          endMs: list.getFloat64(at + 8, true),
          facts: facts.subarray(start, end),
        };
      }
      lastNumber = toNumber;
    }
    for (const row of this.#rowsAfter().raw().iterate(datasetId, mode, lastNumber, NO_LIMIT)) {
      yield factsOf(row);
    }
  }

  /** Gathers batches of a mode that no chunk holds, if there are enough of them up to a row, within the caller's transaction. */
  gatherUpTo(row: number): void {
    const { datasetId, mode, number } = this.#client
      .prepare<unknown[], { datasetId: number; mode: Mode; number: number }>(
        'SELECT dataset_id AS datasetId, mode, number FROM batches WHERE id = ?',
      )
      .get(row)!;
    if (number - this.#tooLargeTo < this.#size) return;
    const { last } = this.#client
      .prepare<unknown[], { last: number | null }>(
        'SELECT max(to_number) AS last FROM company_chunks WHERE dataset_id = ? AND mode = ?',
      )
      .get(datasetId, mode)!;
    const after = last ?? 0;
    if (number - after < this.#size) return;
    const given = [datasetId, mode, after, this.#size];
    const { bytes } = this.#client
      .prepare<unknown[], { bytes: number }>(`SELECT sum(length(facts)) AS bytes FROM (${ROWS_AFTER})`)
      .get(...given)!;
    if (bytes > MOST_BYTES) {
      this.#tooLargeTo = number;
      return;
    }
    const gathered = this.#rowsAfter()
      .raw()
      .all(...given)
      .map(factsOf);
    this.#client
      .prepare('INSERT INTO company_chunks VALUES (?, ?, ?, ?, ?, ?)')
      .run(datasetId, mode, gathered[0]!.number, gathered.at(-1)!.number, listOf(gathered), joined(gathered));
  }

  #rowsAfter() {
    return this.#client.prepare<unknown[], FactsRow>(ROWS_AFTER);
  }
}

const ROWS_AFTER = `SELECT number, interval_end, facts FROM batches
  WHERE dataset_id = ? AND generator = 'company' AND mode = ? AND state = 'published' AND number > ? ORDER BY number LIMIT ?`;

export function factsOf([number, end, facts]: FactsRow): CompanyFacts {
  return { number, endMs: Date.parse(end), facts };
}

function joined(batches: readonly CompanyFacts[]): Uint8Array {
  return Buffer.concat(batches.map(({ facts }) => facts));
}

function listOf(batches: readonly CompanyFacts[]): Uint8Array {
  const list = new DataView(new ArrayBuffer(ENTRY_BYTES * batches.length));
  for (const [i, { number, endMs, facts }] of batches.entries()) {
    list.setUint32(ENTRY_BYTES * i, number, true);
    list.setUint32(ENTRY_BYTES * i + 4, facts.length, true);
    list.setFloat64(ENTRY_BYTES * i + 8, endMs, true);
  }
  return new Uint8Array(list.buffer);
}
