import type { Clock } from '../../src/engine/clock.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Disk, DiskWriter } from '../../src/publish/disk.ts';

/** What a dead process would have done next. */
export class Killed extends Error {
  constructor() {
    super('this process is dead');
    this.name = 'Killed';
  }
}

/** A process's life: it ends at a chosen change of the disk or the ledger, or when somebody kills it. */
export class Life {
  #changesLeft: number;
  #isAlive = true;
  /** Changes made so far. */
  changes = 0;

  /** @param changes how many changes it lives to make */
  constructor(changes = Number.POSITIVE_INFINITY) {
    this.#changesLeft = changes;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  kill(): void {
    this.#isAlive = false;
  }

  /** @throws {Killed} if the process is dead */
  live(): void {
    if (!this.#isAlive) throw new Killed();
  }

  /** @throws {Killed} in the place of the change at which it ends, and ever after */
  change(): void {
    if (this.#changesLeft <= 0) this.kill();
    this.live();
    this.#changesLeft -= 1;
    this.changes += 1;
  }
}

const DISK_CHANGES = new Set(['makeFolder', 'create', 'append', 'touch', 'rename', 'sync', 'remove']);
/** What of the ledger only reads. */
export const LEDGER_READS: ReadonlySet<string> = new Set([
  'connection',
  'openDataset',
  'newest',
  'newestBatch',
  'position',
  'hasPublished',
  'planned',
  'issuesOf',
  'mostCompanies',
  'wasPublished',
  'companyFacts',
  'companyBytes',
  'lastPauseOrResume',
  'unfinishedClean',
  'published',
  'publishedIds',
  'runsByConfig',
  'companyFactsOf',
  'configOf',
  'everPublished',
  'openBackfill',
  'wasFilled',
  'publishedSpan',
  'close',
]);

/** A disk as a process sees it. Killed in a write, the process has written half of the bytes. */
export function mortalDisk(disk: Disk, life: Life): Disk {
  return lived(
    disk,
    life,
    (name) => DISK_CHANGES.has(name),
    (result) => (isWriter(result) ? mortalWriter(result, life) : result),
  );
}

/** A ledger as a process sees it: each change is made whole or not at all. */
export function mortalLedger(ledger: Ledger, life: Life): Ledger {
  return lived(
    ledger,
    life,
    (name) => !LEDGER_READS.has(name),
    (result) => result,
  );
}

/** A clock that a dead process never wakes by. */
export function mortalClock(clock: Clock, life: Life): Clock {
  return {
    nowUs: () => clock.nowUs(),
    sleepUntil: async (atMs, signal) => {
      await clock.sleepUntil(atMs, signal);
      if (!life.isAlive) await new Promise(() => {});
    },
  };
}

function lived<T extends object>(
  target: T,
  life: Life,
  changes: (name: string) => boolean,
  wrap: (result: unknown) => unknown,
): T {
  return new Proxy(target, {
    get: (_, name) => {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (changes(String(name))) life.change();
        else life.live();
        return wrap(value.apply(target, args));
      };
    },
  });
}

function mortalWriter(writer: DiskWriter, life: Life): DiskWriter {
  return {
    write: (bytes) => {
      const wasAlive = life.isAlive;
      try {
        life.change();
      } catch (error) {
        if (wasAlive) writer.write(bytes.subarray(0, bytes.length >> 1));
        throw error;
      }
      writer.write(bytes);
    },
    sync: () => {
      life.change();
      writer.sync();
    },
    close: () => writer.close(),
  };
}

function isWriter(value: unknown): value is DiskWriter {
  return typeof value === 'object' && value !== null && 'write' in value && 'close' in value;
}
