import type { Settings } from '../../src/config/settings.ts';
import { bootBackfill } from '../../src/engine/boot.ts';
import { prepareFolder } from '../../src/engine/folder.ts';
import { Bus } from '../../src/events/bus.ts';
import type { Fact } from '../../src/events/facts.ts';
import { batches, gaps } from '../../src/ledger/schema.ts';
import { Log } from '../../src/log/log.ts';
import { Ring } from '../../src/log/ring.ts';
import type { StageJob } from '../../src/press/job.ts';
import type { Press, Staged } from '../../src/press/port.ts';
import type { Disk } from '../../src/publish/disk.ts';
import { InlinePress } from '../fakes/inline_press.ts';
import { Life, mortalClock, mortalDisk, mortalLedger } from '../fakes/mortal.ts';
import { settled } from '../fakes/simulated_clock.ts';
import { bytesAt, jsonAt, type Machine, published, sha256, start } from '../fixtures.ts';

/** Several presses at a time, which finish in another order than they were asked. */
export class SeveralPresses implements Press {
  readonly #inline: InlinePress;
  readonly workers: number;
  #queue: (() => Promise<void>)[] = [];
  #busy = 0;
  #turn = 0;

  constructor(disk: Disk, layout: Machine['layout'], workers: number) {
    this.#inline = new InlinePress(disk, layout);
    this.workers = workers;
  }

  stage(job: StageJob): Promise<Staged> {
    return new Promise((resolve, reject) => {
      this.#queue.push(() => this.#inline.stage(job).then(resolve, reject));
      this.#deal();
    });
  }

  close(): void {}

  #deal(): void {
    while (this.#busy < this.workers && this.#queue.length > 0) {
      this.#busy += 1;
      // The last one that was asked for, every other time.
      const task = this.#turn++ % 2 === 0 ? this.#queue.shift()! : this.#queue.pop()!;
      void task().then(() => {
        this.#busy -= 1;
        this.#deal();
      });
    }
  }
}

export type Span = { readonly fromMs: number; readonly toMs: number };

let runs = 0;

/** Fills the past of a machine; killed on the way, it ends without a word. Returns what the bus was told. */
export async function backfill(
  { clock, disk, layout, ledger }: Machine,
  { fromMs, toMs }: Span,
  settings: Settings,
  {
    life = new Life(),
    workers = 1,
    isStopped = () => false,
  }: { life?: Life; workers?: number; isStopped?: () => boolean } = {},
): Promise<Fact[]> {
  const facts: Fact[] = [];
  const bus = new Bus();
  bus.subscribe((fact) => facts.push(fact));
  const ownDisk = mortalDisk(disk, life);
  try {
    prepareFolder(ownDisk, layout);
    const filling = bootBackfill(
      {
        clock: mortalClock(clock, life),
        disk: ownDisk,
        layout,
        ledger: mortalLedger(ledger, life),
        press:
          workers === 1 ? new InlinePress(ownDisk, layout) : new SeveralPresses(ownDisk, layout, workers),
        bus,
        log: new Log(() => clock.nowMs, [new Ring(100)]).logger('engine'),
        settings,
        runId: `fill-${++runs}`,
        drawSeed: () => 7000,
      },
      '0.0.0',
      { fromMs, toMs, asked: `${fromMs} ${toMs}` },
    );
    if ((await filling.run(isStopped)) !== null) filling.end();
  } catch (error) {
    if (life.isAlive) throw error;
    // What the dead have asked of a press comes to nothing.
    await settled();
  }
  return facts;
}

/** What a service makes from an instant to another as time passes. The machine stands at the first. */
export async function live(host: Machine, untilMs: number, settings: Settings): Promise<Fact[]> {
  const { facts, stop } = start(host, { settings });
  await host.clock.runUntil(untilMs);
  await stop();
  return [...facts];
}

/** All that a batch, and a gap, is by the ledger, but for when it was written; and what readers find of it. */
export function told(host: Machine) {
  const { ledger, disk, layout } = host;
  const rows = ledger.connection.select().from(batches).all();
  const settledGaps = ledger.connection.select().from(gaps).all();
  const ofBatch = (row: (typeof rows)[number]) => ({
    generator: row.generator,
    number: row.number,
    batchId: row.batchId,
    seed: row.seed,
    state: row.state,
    cause: row.cause,
    pool: [row.poolFrom, row.poolTo],
    records: [row.recordCount, row.validCount, row.corruptedCount, row.bytes],
    sha256: row.sha256,
    fileOffset: row.fileOffset,
    facts: row.facts === null ? null : sha256(row.facts),
  });
  return {
    batches: rows.map(ofBatch).sort((a, b) => a.generator.localeCompare(b.generator) || a.number - b.number),
    gaps: settledGaps
      .map(({ generator, from, to, count, reason }) => `${generator} ${from}–${to} ${count} ${reason}`)
      .sort(),
    companies: sha256(bytesAt(disk, layout.companies)),
    events: published(host, 'driver').map(({ batchId }) => sha256(bytesAt(disk, layout.eventLines(batchId)))),
    visible: disk.list(layout.events),
    keys: (['company', 'driver'] as const).flatMap((generator) =>
      disk
        .list(layout.answerKeysOf(generator))
        .map((name) => sha256(bytesAt(disk, `${layout.answerKeysOf(generator)}/${name}`))),
    ),
    staged: [disk.list(layout.staging('company')), disk.list(layout.staging('driver'))],
  };
}

/** `batch_meta.json` of every batch. */
export function metas(host: Machine) {
  const { disk, layout } = host;
  return [
    ...published(host, 'company').map(({ batchId }) => jsonAt(disk, layout.companyMeta(batchId))),
    ...published(host, 'driver').map(({ batchId }) => jsonAt(disk, layout.eventMeta(batchId))),
  ];
}

/** Which batches the bus was told of, in order. */
export function announced(facts: readonly Fact[]): string[] {
  return facts.flatMap((fact) =>
    fact.event === 'batch_generated' ? [`${fact.generator} ${fact.batch_number}`] : [],
  );
}
