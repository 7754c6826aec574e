import { Buffer } from 'node:buffer';
import type { KeyLine } from '../defects/answer_key.ts';
import type { Derivation } from '../engine/derivation.ts';
import type { Folder } from '../engine/folder.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { pressBatch } from '../press/press.ts';
import { StripePress } from '../press/stripe_press.ts';
import { type LineRange, readLines } from '../publish/batch_lines.ts';

/** The answer keys of published batches: their files, or where those are gone the same made again. */
export class AnswerKeys {
  readonly #folder: Pick<Folder, 'disk' | 'layout'>;
  readonly #derivation: Derivation;

  constructor(folder: Pick<Folder, 'disk' | 'layout'>, derivation: Derivation) {
    this.#folder = folder;
    this.#derivation = derivation;
  }

  /** Up to `limit` defects of a batch, from the one after the first `offset`, in line order. */
  async read(row: BatchRow, offset: number, limit: number): Promise<KeyLine[]> {
    if (row.corruptedCount === 0) return [];
    const file = this.#fileOf(row);
    const lines =
      file === null
        ? this.#makeAgain(row).slice(offset, offset + limit)
        : await readLines(this.#folder.disk, file, offset, limit);
    return lines.map((line) => JSON.parse(line));
  }

  /** Ids of the dirty records of a batch. */
  dirtyIds(row: BatchRow): string[] {
    if (row.corruptedCount === 0) return [];
    const file = this.#fileOf(row);
    const lines =
      file === null
        ? this.#makeAgain(row)
        : Buffer.from(this.#folder.disk.read(file.path, 0, file.bytes))
            .toString('utf8')
            .trimEnd()
            .split('\n');
    return lines.map((line) => (JSON.parse(line) as KeyLine).record_id);
  }

  #fileOf({ generator, batchId }: BatchRow): LineRange | null {
    const path = this.#folder.layout.answerKey(generator, batchId);
    const found = this.#folder.disk.stat(path);
    return found === null ? null : { path, offset: 0, bytes: found.size };
  }

  #makeAgain(row: BatchRow): string[] {
    let text = '';
    pressBatch(
      this.#derivation.jobOf(row),
      () => {},
      new StripePress(),
      (bytes) => {
        text += Buffer.from(bytes).toString('utf8');
      },
    );
    return text.trimEnd().split('\n');
  }
}
