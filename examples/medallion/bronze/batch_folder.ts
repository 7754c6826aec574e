import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A batch as it lies in `raw/events`. */
export type LandedBatch = {
  readonly batchId: string;
  readonly number: number;
  /** ISO 8601. */
  readonly intervalStart: string;
  readonly intervalEnd: string;
  /** Of `batch_meta.json`, which holds the hash of the events: tells batches of one name apart. */
  readonly metaSha256: string;
  readonly events: Uint8Array;
};

/** Two changes closer to each other than this may leave a folder with one modification time. */
const CLOCK_TICK_MS = 100;

/** What is new under `raw/events`. Looks at the folder's modification time first, so that asking often costs nothing. */
export class BatchFolders {
  readonly #folder: string;
  /** Inode of each folder whose batch has been taken in, by name. */
  readonly #seen = new Map<string, number>();
  /** Modification time, in ms, as of which there is nothing new. */
  #settledAtMs = Number.NaN;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'raw', 'events');
  }

  /** Names of the folders that have not been marked as seen, in order of time. */
  unseen(): string[] {
    const changedAtMs = statSync(this.#folder, { throwIfNoEntry: false })?.mtimeMs;
    if (changedAtMs === undefined || changedAtMs === this.#settledAtMs) return [];
    const isSettled = Date.now() - changedAtMs > CLOCK_TICK_MS;
    const names = readdirSync(this.#folder).sort();
    const unseen = names.filter((name) => this.#inodeOf(name) !== this.#seen.get(name));
    if (isSettled && unseen.length === 0) this.#settledAtMs = changedAtMs;
    return unseen;
  }

  /** Says that a folder needs no further look. */
  markSeen(name: string): void {
    const inode = this.#inodeOf(name);
    if (inode !== undefined) this.#seen.set(name, inode);
  }

  #inodeOf(name: string): number | undefined {
    return statSync(join(this.#folder, name), { throwIfNoEntry: false })?.ino;
  }

  /** Its metadata's hash, which tells whether it is known; null if it is gone. */
  identityOf(name: string): string | null {
    const meta = bytesAt(join(this.#folder, name, 'batch_meta.json'));
    return meta === null ? null : sha256(meta);
  }

  /** A batch; null if it is gone, or its events are not those that its metadata describes. @throws if that is no JSON */
  read(name: string): LandedBatch | null {
    const metaBytes = bytesAt(join(this.#folder, name, 'batch_meta.json'));
    const events = bytesAt(join(this.#folder, name, 'events.jsonl'));
    if (metaBytes === null || events === null) return null;
    const meta = JSON.parse(metaBytes.toString('utf8'));
    if (meta.sha256 !== sha256(events)) return null;
    return {
      batchId: name,
      number: meta.batch_number,
      intervalStart: meta.interval_start,
      intervalEnd: meta.interval_end,
      metaSha256: sha256(metaBytes),
      events,
    };
  }
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function bytesAt(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (!existsSync(path)) return null;
    throw error;
  }
}
