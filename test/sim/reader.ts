import type { Layout } from '../../src/publish/layout.ts';
import type { DurableDisk } from './durable_disk.ts';
import type { Telling } from './told.ts';
import { Violation } from './violation.ts';
import { flawOf, lineCount, metaOf } from './whole_batch.ts';

/** What the reader cannot see by looking at `raw/`. */
export type Circumstances = {
  readonly paused: boolean;
  /** The highest that the clock has ever read, in epoch ms. */
  readonly highestMs: number;
  /** Somebody is deleting: a clean that is not finished, or a person. */
  readonly deleting: boolean;
};

/** Looks at `raw/` after every change of it, and remembers what it has seen. */
export class Reader {
  readonly #disk: DurableDisk;
  readonly #layout: Layout;
  readonly #circumstances: () => Circumstances;
  /** Bytes of each batch that has been seen, as text. */
  readonly #seen = new Map<string, string>();
  #companies = new Uint8Array();
  #companiesFile = 0;
  readonly #telling: Telling;
  /** Broken promises, oldest first: thrown within the service, they would be its disk's errors. */
  readonly violations: Violation[] = [];

  constructor(disk: DurableDisk, layout: Layout, circumstances: () => Circumstances, telling: Telling) {
    this.#disk = disk;
    this.#layout = layout;
    this.#circumstances = circumstances;
    this.#telling = telling;
  }

  /** Something has changed at a path. */
  changed(path: string): void {
    const { events, companies, raw } = this.#layout;
    if (path === companies || path === raw) this.#lookAtCompanies();
    else if (path.startsWith(`${events}/`)) this.#lookAt(path.slice(events.length + 1).split('/')[0]!);
  }

  /** The power went and came back: what was visible and is not promised may be gone, the rest stays as it was. */
  afterPowerLoss(promised: ReadonlySet<string>): void {
    for (const [batchId, text] of this.#seen) {
      if (promised.has(batchId) && this.#textOf(batchId) !== text) {
        this.#break('a batch that the ledger says is published survives the loss of power', batchId);
      }
    }
    this.#seen.clear();
    for (const batchId of this.#disk.namesIn(this.#layout.events))
      this.#seen.set(batchId, this.#textOf(batchId) ?? '');
    this.#rememberCompanies();
  }

  #lookAt(batchId: string): void {
    const text = this.#textOf(batchId);
    const before = this.#seen.get(batchId);
    if (text === before) return;
    if (text === null) this.#seen.delete(batchId);
    else this.#seen.set(batchId, text);
    const { paused, highestMs, deleting } = this.#circumstances();
    if (before !== undefined) {
      if (!deleting) {
        const how = text === null ? 'has vanished' : 'has changed';
        this.#break('a batch stays as it was first seen until somebody deletes it', `${batchId} ${how}`);
      }
      return;
    }
    if (deleting) return;
    const flaw = flawOf(this.#disk, this.#layout, batchId);
    if (flaw !== null) this.#break('a reader never sees a part of a batch', `${batchId} ${flaw}`);
    if (paused) this.#break('nothing becomes visible in a pause', batchId);
    const dirty = metaOf(this.#disk, this.#layout, batchId)?.corrupted_count ?? 0;
    const key = this.#disk.observeDurable(this.#layout.answerKey('driver', batchId));
    if (dirty > 0 && (key === null || lineCount(key.bytes) !== dirty)) {
      this.#break('a visible batch has its answer key, durable before it', batchId);
    }
    const endMs = this.#intervalEnd(batchId);
    if (endMs !== null && endMs > highestMs) {
      this.#break('nothing is visible before its interval ends', `${batchId} at ${iso(highestMs)}`);
    }
  }

  #lookAtCompanies(): void {
    const found = this.#disk.observe(this.#layout.companies);
    const [file, size] = [this.#companiesFile, this.#companies.length];
    const { paused, highestMs, deleting } = this.#circumstances();
    const isSame = found !== null && found.id === file && found.bytes.length >= size;
    const begins = file === 0 && found !== null;
    if (!deleting && !begins && !(file === 0 && found === null) && !isSame) {
      this.#break(
        'companies.jsonl only grows until somebody deletes it',
        found === null ? 'it is gone' : 'it shrank',
      );
    }
    const before = isSame || begins ? size : Number.POSITIVE_INFINITY;
    if (!deleting && found !== null && found.bytes.length > before) {
      // What was begun before the pause is finished in it, so that readers are not left with half a line.
      const wasBegun = before > this.#telling.companyBytes;
      if (paused && !wasBegun) this.#break('nothing becomes visible in a pause', 'companies.jsonl grew');
      const dueMs = this.#telling.companyDueMs;
      if (dueMs === null || dueMs > highestMs) {
        this.#break(
          'nothing is visible before its interval ends',
          `companies.jsonl grew at ${iso(highestMs)}`,
        );
      }
    }
    this.#rememberCompanies();
  }

  #rememberCompanies(): void {
    const found = this.#disk.observe(this.#layout.companies);
    this.#companiesFile = found?.id ?? 0;
    this.#companies = found === null ? new Uint8Array() : found.bytes.slice();
  }

  /** Everything that stands in a batch's folder; null if there is none. */
  #textOf(batchId: string): string | null {
    const folder = this.#layout.eventBatch(batchId);
    if (!this.#disk.namesIn(this.#layout.events).includes(batchId)) return null;
    return this.#disk
      .namesIn(folder)
      .map((name) => {
        const found = this.#disk.observe(`${folder}/${name}`);
        return `${name}\n${found === null ? '' : Buffer.from(found.bytes).toString('latin1')}`;
      })
      .join('\n');
  }

  #intervalEnd(batchId: string): number | null {
    const found = this.#disk.observe(this.#layout.eventMeta(batchId));
    if (found === null) return null;
    try {
      return Date.parse(JSON.parse(new TextDecoder().decode(found.bytes)).interval_end);
    } catch {
      return null;
    }
  }

  #break(promise: string, what: string): void {
    this.violations.push(new Violation(promise, what));
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
