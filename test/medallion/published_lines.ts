import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every line under `raw/events` that was ever seen there: `batch_id line sha256`. */
export class PublishedLines {
  readonly #folder: string;
  readonly #batches = new Map<string, readonly string[]>();

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'raw', 'events');
  }

  /** Looks at what is there now; must be called before anything is deleted. */
  look(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder)) {
      const bytes = readFileSync(join(this.#folder, name, 'events.jsonl'));
      const lines = bytes.toString('latin1').split('\n').slice(0, -1);
      const rows = lines.map((line, i) => `${name} ${i + 1} ${sha256(Buffer.from(line, 'latin1'))}`);
      this.#batches.set(`${name} ${sha256(bytes)}`, rows);
    }
  }

  get batchCount(): number {
    return this.#batches.size;
  }

  /** In order. */
  get rows(): string[] {
    return [...this.#batches.values()].flat().sort();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
