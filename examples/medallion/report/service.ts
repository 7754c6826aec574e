import type { Layer } from '../warehouse/layers.ts';

/** A line that went to quarantine, as the service takes it. */
export type Verdict = {
  readonly batch_id: string;
  readonly line?: number;
  readonly rule?: string;
  readonly field?: string;
  readonly kind?: string;
  readonly action?: 'quarantine';
  readonly count?: number;
};

/** What `POST …/stages` takes. */
export type StageReport = {
  readonly stage: Layer;
  /** ISO 8601. */
  readonly at: string;
  readonly accepted: number;
  readonly rejected: number;
};

/** A request that the service does not take; asking again will not help, unless the batch is not in its ledger yet. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const LONGEST_MS = 10_000;

/** The service, as a pipeline with a name reports to it. */
export class Service {
  readonly #origin: string;
  readonly #pipeline: string;
  readonly #token: string | undefined;

  /** @param origin such as `http://127.0.0.1:18000`; @param token of the service, if it has one */
  constructor(origin: string, pipeline: string, token: string | undefined) {
    this.#origin = origin;
    this.#pipeline = pipeline;
    this.#token = token;
  }

  /** @throws {Refusal} if the service does not want it; whatever `fetch` throws if there is no service */
  async reportStage(batchId: string, report: StageReport): Promise<void> {
    const body = JSON.stringify({ pipeline: this.#pipeline, status: 'done', ...report });
    await this.#post(`/api/batches/driver/${batchId}/stages`, 'application/json', body);
  }

  /** Everything that is wrong with a batch; replaces what was said of it before. */
  async reportVerdicts(batchId: string, verdicts: readonly Verdict[]): Promise<void> {
    const all = verdicts.length > 0 ? verdicts : [{ batch_id: batchId, count: 0 }];
    const body = all
      .map((verdict) => `${JSON.stringify({ pipeline: this.#pipeline, ...verdict })}\n`)
      .join('');
    await this.#post('/api/verdicts', 'application/x-ndjson', body);
  }

  async #post(path: string, contentType: string, body: string): Promise<void> {
    const headers = {
      'content-type': contentType,
      ...(this.#token && { authorization: `Bearer ${this.#token}` }),
    };
    const signal = AbortSignal.timeout(LONGEST_MS);
    const answer = await fetch(`${this.#origin}${path}`, { method: 'POST', headers, body, signal });
    const text = await answer.text();
    if (answer.ok) return;
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) {
      throw new Error(`POST ${path}: ${answer.status} ${text}`);
    }
    throw new Refusal(answer.status, `POST ${path}: ${answer.status} ${text}`);
  }
}
