import { join } from 'node:path';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import type { LineRange } from './batch_lines.ts';

/** Where everything stands in a data folder. */
export class Layout {
  readonly root: string;
  readonly raw: string;
  readonly events: string;
  readonly companies: string;
  readonly manifests: string;
  readonly companyBatches: string;
  readonly answerKeys: string;
  readonly logs: string;
  readonly ledger: string;
  readonly lock: string;
  readonly lockHolder: string;
  readonly generatorState: string;
  readonly batchManifest: string;
  readonly datasetSummary: string;

  constructor(root: string) {
    this.root = root;
    this.raw = join(root, 'raw');
    this.events = join(this.raw, 'events');
    this.companies = join(this.raw, 'companies.jsonl');
    this.manifests = join(root, 'manifests');
    this.companyBatches = join(this.manifests, 'company_batches');
    this.answerKeys = join(this.manifests, 'answer_key');
    this.logs = join(this.manifests, 'logs');
    this.ledger = join(this.manifests, 'ledger.sqlite');
    this.lock = join(this.manifests, 'lock.sqlite');
    this.lockHolder = join(this.manifests, 'lock.json');
    this.generatorState = join(this.manifests, 'generator_state.json');
    this.batchManifest = join(this.manifests, 'batch_manifest.json');
    this.datasetSummary = join(this.manifests, 'dataset.md');
  }

  /** Folders that the service keeps; a clean empties them and leaves them. */
  get folders(): string[] {
    return [
      this.events,
      this.companyBatches,
      this.logs,
      ...GENERATORS.flatMap((generator) => [this.staging(generator), this.answerKeysOf(generator)]),
    ];
  }

  /** The folders that those lie in, the data folder last. */
  get parents(): string[] {
    return [this.answerKeys, this.manifests, this.raw, join(this.root, 'staging'), this.root];
  }

  /** The folder of a generator's answer keys. */
  answerKeysOf(generator: Generator): string {
    return join(this.answerKeys, generator);
  }

  /** A batch's answer key; there is none where no defect could come into the batch. */
  answerKey(generator: Generator, batchId: string): string {
    return join(this.answerKeysOf(generator), `${batchId}.jsonl`);
  }

  staging(generator: Generator): string {
    return join(this.root, 'staging', generator);
  }

  /** The folder in which a batch waits until it is due. */
  stagedBatch(generator: Generator, batchId: string): string {
    return join(this.staging(generator), batchId);
  }

  /** A staged batch's lines. */
  stagedLines(generator: Generator, batchId: string): string {
    return join(this.stagedBatch(generator, batchId), LINES_FILE[generator]);
  }

  stagedMeta(generator: Generator, batchId: string): string {
    return join(this.stagedBatch(generator, batchId), META_FILE);
  }

  /** The folder in which readers find a driver batch. */
  eventBatch(batchId: string): string {
    return join(this.events, batchId);
  }

  eventLines(batchId: string): string {
    return join(this.eventBatch(batchId), LINES_FILE.driver);
  }

  eventMeta(batchId: string): string {
    return join(this.eventBatch(batchId), META_FILE);
  }

  /** Where a published batch's lines stand. */
  linesOf(batch: {
    readonly generator: Generator;
    readonly batchId: string;
    readonly fileOffset: number | null;
    readonly bytes: number | null;
  }): LineRange {
    const path = batch.generator === 'driver' ? this.eventLines(batch.batchId) : this.companies;
    return { path, offset: batch.fileOffset ?? 0, bytes: batch.bytes ?? 0 };
  }

  companyMeta(batchId: string): string {
    return join(this.companyBatches, `${batchId}.json`);
  }
}

const META_FILE = 'batch_meta.json';
const LINES_FILE: Readonly<Record<Generator, string>> = {
  company: 'companies.jsonl',
  driver: 'events.jsonl',
};
