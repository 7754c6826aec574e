import { Buffer } from 'node:buffer';
import { batchIdOf } from '../../src/plan/batch_id.ts';
import type { DiskEntry } from '../../src/publish/disk.ts';
import type { Layout } from '../../src/publish/layout.ts';
import { MemoryDisk } from '../../test/fakes/memory_disk.ts';
import { BEGIN_MS, INTERVAL_MS, LINES } from './year_of_batches.ts';

const LINE_BYTES = Buffer.from(LINES);

/** The data folder of `makeYear`'s ledger, as if all of its files were there. What is written is kept in memory. */
export class YearDisk extends MemoryDisk {
  readonly #layout: Layout;
  readonly #batches: number;

  /** @param batches of each generator */
  constructor(layout: Layout, batches: number) {
    super();
    this.#layout = layout;
    this.#batches = batches;
  }

  override stat(path: string): DiskEntry | null {
    const size = this.#sizeOf(path);
    return size === null ? super.stat(path) : { isFolder: false, size, device: 1 };
  }

  override list(path: string): string[] {
    const suffix = { [this.#layout.events]: '', [this.#layout.companyBatches]: '.json' }[path];
    if (suffix === undefined) return super.list(path);
    return Array.from({ length: this.#batches }, (_, i) => batchIdOf(BEGIN_MS + i * INTERVAL_MS) + suffix);
  }

  override read(path: string, from: number, length: number): Uint8Array {
    const size = this.#sizeOf(path);
    if (size === null) return super.read(path, from, length);
    return LINE_BYTES.subarray(0, Math.max(0, Math.min(length, size - from)));
  }

  #sizeOf(path: string): number | null {
    if (path === this.#layout.companies) return this.#batches * LINES.length;
    if (!path.endsWith('/events.jsonl') || !path.startsWith(this.#layout.events)) return null;
    const [, y, mo, d, h, mi, s] = path.match(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/) ?? [];
    const number = (Date.UTC(+y!, +mo! - 1, +d!, +h!, +mi!, +s!) - BEGIN_MS) / INTERVAL_MS;
    return number >= 0 && number < this.#batches ? LINES.length : null;
  }
}
