import type { Layer } from '../warehouse/layers.ts';
import type { Row, Warehouse } from '../warehouse/warehouse.ts';
import { Refusal, type Service, type Verdict } from './service.ts';

/** A batch is visible a moment before the service's ledger has it. */
const NOT_YET_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Tells the service what is in the outbox, in order, beside the pipeline: a service that is slow or down delays no batch. What has
 * been told is deleted; killed in between, it is told twice, and the service keeps the later.
 */
export class Reporter {
  readonly #warehouse: Warehouse;
  readonly #service: Service;
  readonly #log: (line: string) => void;
  #isEnding = false;
  #wake: () => void = () => {};

  /** @param warehouse a session of its own */
  constructor(warehouse: Warehouse, service: Service, log: (line: string) => void) {
    this.#warehouse = warehouse;
    this.#service = service;
    this.#log = log;
  }

  /** Says that there is something in the outbox. */
  wake(): void {
    this.#wake();
  }

  /** Tells until `end`; then what is left, once. */
  async run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let isDown = false;
    for (;;) {
      try {
        await this.#tellAll();
        if (isDown) this.#log('the service has been told everything');
        if (this.#isEnding) return;
        [pauseMs, isDown] = [FIRST_PAUSE_MS, false];
        await this.#sleep(LONGEST_PAUSE_MS);
      } catch (error) {
        if (!isDown && !(error instanceof Refusal)) {
          this.#log(`not told, trying again: ${(error as Error).message}`);
          isDown = true;
        }
        if (this.#isEnding) return;
        await this.#sleep(pauseMs, false);
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      }
    }
  }

  /** Ends `run` when what is in the outbox has been tried. */
  end(): void {
    this.#isEnding = true;
    this.#wake();
  }

  async #tellAll(): Promise<void> {
    for (;;) {
      const [entry] = await this.#warehouse.rows(
        `SELECT *, generation < (SELECT max(generation) FROM control.generations) AS is_past
         FROM control.outbox ORDER BY id LIMIT 1`,
      );
      if (entry === undefined) return;
      // With a clean the service has forgotten the batches before; one that came later may have the name of one of them.
      if (!entry.is_past) await this.#tell(entry);
      await this.#warehouse.rows('DELETE FROM control.outbox WHERE id = $1', [BigInt(String(entry.id))]);
    }
  }

  async #tell(entry: Row): Promise<void> {
    const batchId = String(entry.batch_id);
    const at = `${String(entry.done_at).replace(' ', 'T')}Z`;
    try {
      if (entry.stage === 'silver') {
        await this.#service.reportVerdicts(
          batchId,
          await this.#verdictsOn(Number(entry.generation), batchId),
        );
      }
      await this.#service.reportStage(batchId, {
        stage: entry.stage as Layer,
        at,
        accepted: Number(entry.accepted),
        rejected: Number(entry.rejected),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 404 && Date.now() - Date.parse(at) < NOT_YET_MS) throw error;
      this.#log(`not taken: ${error.message}`);
    }
  }

  async #verdictsOn(generation: number, batchId: string): Promise<Verdict[]> {
    const rows = await this.#warehouse.rows(
      'FROM silver.quarantine WHERE generation = $1 AND batch_id = $2 ORDER BY line',
      [generation, batchId],
    );
    return rows.map(({ line, rule, field, kind }) => ({
      batch_id: batchId,
      line: Number(line),
      rule: String(rule),
      ...(field !== null && { field: String(field) }),
      ...(kind !== null && { kind: String(kind) }),
      action: 'quarantine',
    }));
  }

  #sleep(ms: number, canWake = true): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        if (!canWake && !this.#isEnding) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
