import type { Settings } from '../../src/config/settings.ts';
import { Pool } from '../../src/fleet/pool.ts';
import { type BatchPlan, GENERATORS, type Generator } from '../../src/plan/batch.ts';
import { pressBatch } from '../../src/press/press.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import { sha256 } from '../fixtures.ts';
import type { Told, ToldBatch } from './told.ts';
import { Violation } from './violation.ts';
import { flawOf, lineCount, metaOf } from './whole_batch.ts';
import type { World } from './world.ts';

/** A promise in one sentence, and whatever breaks it now, in words. */
type Invariant = {
  readonly promise: string;
  /** Only holds while nothing is in the service's way, in words of `World.isAtRest`. */
  readonly atRest?: true;
  readonly broken: (world: World, told: Told) => string[];
};

const STRIPE_PRESS = new StripePress();
/** Deriving is dear, so each check derives some. */
const SAMPLE = 2;

export const INVARIANTS: readonly Invariant[] = [
  {
    promise: 'every due interval is published exactly once or stands in a gap',
    broken: (_, told) =>
      [...new Set(told.batches.map(({ dataset }) => dataset))].flatMap((dataset) => tiling(told, dataset)),
  },
  {
    promise: 'batches of a generator count 1, 2, 3, … in a dataset, and their seeds with them',
    broken: (_, told) =>
      grouped(published(told)).flatMap((rows) =>
        rows
          .toSorted((a, b) => a.number - b.number)
          .flatMap((row, i) => (row.number === i + 1 && row.seed === row.firstSeed + i ? [] : [name(row)])),
      ),
  },
  {
    promise: 'at most one batch of a generator is planned, and it takes the next number',
    broken: (_, told) => {
      const planned = told.batches.filter(({ state }) => state === 'planned');
      return planned.flatMap((row) => {
        const last = published(told).filter((each) => isSameSeries(each, row)).length;
        const isAlone = planned.filter(({ generator }) => generator === row.generator).length === 1;
        return isAlone && row.number === last + 1 ? [] : [name(row)];
      });
    },
  },
  {
    promise: 'a visible batch is whole',
    broken: ({ disk, layout, leftByClean }, { cleaning }) =>
      cleaning !== null
        ? []
        : disk.namesIn(layout.events).flatMap((batchId) => {
            const flaw = leftByClean.has(batchId) ? null : flawOf(disk, layout, batchId);
            return flaw === null ? [] : [`${batchId} ${flaw}`];
          }),
  },
  {
    promise:
      'a visible batch is one that the ledger has, published, or planned until a crash or fault is over',
    broken: strangers,
  },
  {
    promise: 'what the ledger says is published is visible, and durable',
    broken: unseen,
  },
  {
    promise: 'only what a person has deleted is removed',
    broken: ({ deletedByHand }, told) =>
      told.cleaning !== null
        ? []
        : told.batches.filter(({ id, state }) => state === 'removed' && !deletedByHand.has(id)).map(name),
  },
  {
    promise: 'companies.jsonl is the published company batches, one after the other',
    broken: companiesFlaws,
  },
  {
    promise: 'a published company batch has its metadata',
    broken: companyMetaFlaws,
  },
  {
    promise: 'a batch that readers can see has its whole answer key, durable',
    broken: keyFlaws,
  },
  {
    promise: 'there is no answer key of a batch that nobody has seen or waits for',
    atRest: true,
    broken: ({ disk, layout }, told) =>
      (told.cleaning === null ? GENERATORS : []).flatMap((generator) => {
        const known = new Set(
          told.batches.filter((row) => row.generator === generator).map(({ batchId }) => batchId),
        );
        return disk
          .namesIn(layout.answerKeysOf(generator))
          .filter((file) => !known.has(file.replace('.jsonl', '')));
      }),
  },
  {
    promise: 'the bus has been told of each batch once',
    broken: (_, told) => {
      const count = published(told).length;
      return told.announcements === count ? [] : [`${count} batches, ${told.announcements} facts`];
    },
  },
  {
    promise: 'staging holds nothing that nobody waits for',
    atRest: true,
    broken: ({ disk, layout }, told) =>
      (told.cleaning === null ? GENERATORS : []).flatMap((generator) =>
        disk
          .namesIn(layout.staging(generator))
          .filter(
            (batchId) =>
              !told.batches.some(
                (row) => row.state === 'planned' && row.generator === generator && row.batchId === batchId,
              ),
          )
          .map((batchId) => `${generator} ${batchId}`),
      ),
  },
  {
    promise: 'the bytes of a batch are those that its plan gives',
    broken: ({ dice }, told) =>
      dice.sample(published(told), SAMPLE).flatMap((row) => {
        const derived = derive(told, row);
        return derived === row.sha256 ? [] : [`${name(row)}: ${derived} instead of ${row.sha256}`];
      }),
  },
  {
    promise: 'the companies of a driver batch are those of its mode that ended at or before its start',
    broken: (_, told) =>
      published(told).flatMap((row) => {
        if (row.generator !== 'driver' || row.poolTo === null) return [];
        // What was planned later may be shorter, and end sooner: the company interval was changed since.
        const eligible = companyRows(told, row).filter(
          ({ id, toMs, number }) => id < row.id && toMs <= row.fromMs && number >= row.poolFrom!,
        );
        const last = eligible.at(-1)?.number;
        return last === row.poolTo && eligible[0]!.number === row.poolFrom
          ? []
          : [`${name(row)}: ${row.poolFrom}–${row.poolTo}, but ${eligible[0]?.number}–${last} were there`];
      }),
  },
  {
    promise: 'the projections are whole files',
    broken: ({ disk, layout }) =>
      [layout.generatorState, layout.batchManifest].flatMap((path) => {
        const found = disk.observe(path);
        if (found === null) return [];
        try {
          JSON.parse(new TextDecoder().decode(found.bytes));
          return [];
        } catch {
          return [path];
        }
      }),
  },
];

/**
 * Checks every promise.
 * @throws {Violation} the first that is broken
 */
export function check(world: World): void {
  if (world.failure !== null)
    throw new Violation('the loop of the engine never throws', String(world.failure));
  const seen = world.reader.violations[0];
  if (seen !== undefined) throw seen;
  const told = world.telling.told();
  for (const { promise, atRest, broken } of INVARIANTS) {
    if (atRest === true && !world.isAtRest) continue;
    const what = broken(world, told);
    if (what.length > 0) throw new Violation(promise, what.slice(0, 3).join('; '));
  }
}

/**
 * Checks that whatever is due has been settled, after time has passed and nothing was in the way.
 * @throws {Violation}
 */
export function checkSettled(world: World): void {
  const { ledger, clock, settings } = world;
  const dataset = ledger.openDataset()!.id;
  for (const generator of GENERATORS) {
    const { settledToMs } = ledger.position(dataset, generator);
    const dueMs = Math.floor(clock.nowMs / settings.intervalMs[generator]) * settings.intervalMs[generator];
    if (settledToMs !== null && settledToMs >= dueMs) continue;
    const to = settledToMs === null ? 'nowhere' : iso(settledToMs);
    const what = `${generator} came to ${to}, due is ${iso(dueMs)}`;
    throw new Violation('what is due is settled at once while nothing is in the way', what);
  }
}

/** How the intervals of each generator fail to follow one another. */
function tiling(told: Told, dataset: number): string[] {
  return GENERATORS.flatMap((generator) => {
    const isOurs = (each: { dataset: number; generator: Generator }) =>
      each.dataset === dataset && each.generator === generator;
    const parts = [
      ...published(told)
        .filter(isOurs)
        .map((row) => ({ ...row, count: 0 })),
      ...told.gaps.filter(isOurs),
    ].sort((a, b) => a.toMs - b.toMs);
    return parts.flatMap(({ fromMs, toMs, count }, i) => {
      const before = parts[i - 1];
      if (before === undefined) return toMs > fromMs ? [] : ['an interval without length'];
      const isGap = count > 0;
      // The first interval of a gap may have been cut by a batch whose interval had another length.
      const follows = isGap
        ? fromMs <= before.toMs && before.toMs < fromMs + (toMs - fromMs) / count
        : fromMs === before.toMs;
      const what = `${isGap ? 'gap' : 'batch'} ${iso(fromMs)}–${iso(toMs)}`;
      return follows && toMs > before.toMs
        ? []
        : [`dataset ${dataset} ${generator}: ${what} after ${iso(before.toMs)}`];
    });
  });
}

function strangers(world: World, told: Told): string[] {
  const { disk, layout, leftByClean } = world;
  if (told.cleaning !== null) return [];
  const mayBePlanned = !world.isAtRest;
  const rows = new Map(
    told.batches
      .filter(({ dataset, generator }) => dataset === told.openDataset && generator === 'driver')
      .map((row) => [row.batchId, row]),
  );
  return disk.namesIn(layout.events).flatMap((batchId) => {
    if (leftByClean.has(batchId)) return [];
    const row = rows.get(batchId);
    const isKnown = row?.state === 'published' || (row?.state === 'planned' && mayBePlanned);
    if (!isKnown) return [`${batchId} is ${row?.state ?? 'unknown'}`];
    const meta = metaOf(disk, layout, batchId)!;
    const isSame = meta.sha256 === row.sha256 && meta.batch_number === row.number;
    const timestampAgrees =
      row.state !== 'published' || meta.generation_timestamp === row.generationTimestamp;
    return isSame && timestampAgrees ? [] : [`${batchId} has other metadata than its row`];
  });
}

function unseen(world: World, told: Told): string[] {
  if (told.cleaning !== null) return [];
  const { disk, layout } = world;
  const rows = openRows(told).filter(
    ({ id, generator }) => generator === 'driver' && !world.deletedByHand.has(id),
  );
  return rows.flatMap((row) => {
    const paths = [layout.eventLines(row.batchId), layout.eventMeta(row.batchId)];
    if (paths.some((path) => disk.observe(path) === null)) return [`${name(row)} is not visible`];
    const isDurable = paths.every(
      (path) => disk.observeDurable(path)?.bytes.length === disk.observe(path)!.bytes.length,
    );
    return isDurable ? [] : [`${name(row)} is not durable`];
  });
}

function keyFlaws({ disk, layout, deletedByHand }: World, told: Told): string[] {
  if (told.cleaning !== null) return [];
  return openRows(told).flatMap((row) => {
    if (row.corrupted === 0 || isGoing(deletedByHand, row)) return [];
    const key = disk.observeDurable(layout.answerKey(row.generator, row.batchId));
    const lines = key === null ? 0 : lineCount(key.bytes);
    return lines === row.corrupted ? [] : [`${name(row)}: ${lines} of ${row.corrupted} defects`];
  });
}

function companiesFlaws(world: World, told: Told): string[] {
  if (told.cleaning !== null) return [];
  const { disk, layout } = world;
  const rows = openRows(told)
    .filter(({ generator }) => generator === 'company')
    .sort((a, b) => a.number - b.number);
  // A person deleted the file, and the service has not noticed yet.
  if (rows.some(({ id }) => world.deletedByHand.has(id))) return [];
  const bytes = disk.observe(layout.companies)?.bytes ?? new Uint8Array();
  let offset = 0;
  for (const row of rows) {
    if (row.fileOffset !== offset) return [`${name(row)} begins at ${row.fileOffset}, not at ${offset}`];
    if (sha256(bytes.subarray(offset, offset + row.bytes!)) !== row.sha256)
      return [`${name(row)} has other bytes`];
    offset += row.bytes!;
  }
  const durable = disk.observeDurable(layout.companies)?.bytes.length ?? 0;
  if (durable < offset) return [`${offset} bytes are published, ${durable} are durable`];
  // A batch that was begun waits for the end of a pause if its process died.
  const isHeld = told.batches.some(({ state, generator }) => state === 'planned' && generator === 'company');
  if (!world.isAtRest || (world.process!.engine.status().paused && isHeld)) return [];
  return bytes.length > offset ? [`${bytes.length - offset} bytes stand after the last batch`] : [];
}

/** On a folder that a person has emptied, a start takes keys and metadata away before the ledger follows. */
function isGoing(deletedByHand: ReadonlySet<number>, { id }: ToldBatch): boolean {
  return deletedByHand.has(id);
}

function companyMetaFlaws(world: World, told: Told): string[] {
  if (told.cleaning !== null) return [];
  const { disk, layout } = world;
  return openRows(told).flatMap((row) => {
    if (row.generator !== 'company' || isGoing(world.deletedByHand, row)) return [];
    const found = disk.observe(layout.companyMeta(row.batchId));
    if (found === null) return [`${name(row)} has none`];
    const meta = JSON.parse(new TextDecoder().decode(found.bytes));
    const agrees =
      meta.sha256 === row.sha256 && meta.file_offset === row.fileOffset && meta.file_length === row.bytes;
    return agrees ? [] : [`${name(row)} has metadata of something else`];
  });
}

/** The sha256 of a batch's bytes, made anew from what the ledger says of its plan, its run and its companies. */
function derive(told: Told, row: ToldBatch): string {
  const { sizing, quality } = JSON.parse(row.config) as Settings;
  const pool = new Pool();
  if (row.poolTo !== null) {
    for (const company of companyRows(told, row)) {
      if (company.number < row.poolFrom! || company.number > row.poolTo) continue;
      pool.append(company.number, company.toMs, factsOf(company));
    }
  }
  const plan: BatchPlan = { ...row, interval: { startMs: row.fromMs, endMs: row.toMs } };
  const { companies } = pool.eligibleAt(row.fromMs);
  return pressBatch({ plan, sizing, quality, companies }, () => {}, STRIPE_PRESS).sha256;
}

/** What a company batch tells the pool, made anew. */
function factsOf(row: ToldBatch): Uint8Array {
  const { sizing, quality } = JSON.parse(row.config) as Settings;
  const plan: BatchPlan = { ...row, interval: { startMs: row.fromMs, endMs: row.toMs } };
  const { companies } = new Pool().eligibleAt(0);
  return pressBatch({ plan, sizing, quality, companies }, () => {}, STRIPE_PRESS).facts!;
}

/** Company batches of a batch's dataset and mode, by their ends, those that are deleted by now included. */
function companyRows(told: Told, { dataset, mode }: ToldBatch): ToldBatch[] {
  return published(told)
    .filter((row) => row.generator === 'company' && row.dataset === dataset && row.mode === mode)
    .sort((a, b) => a.toMs - b.toMs);
}

/** Every batch that was ever published. */
function published(told: Told): ToldBatch[] {
  return told.batches.filter(({ state }) => state !== 'planned');
}

/** What readers should see now. */
function openRows(told: Told): ToldBatch[] {
  return told.batches.filter(({ state, dataset }) => state === 'published' && dataset === told.openDataset);
}

function grouped(rows: readonly ToldBatch[]): ToldBatch[][] {
  return [...Map.groupBy(rows, ({ dataset, generator }) => `${dataset} ${generator}`).values()];
}

function isSameSeries(a: ToldBatch, b: ToldBatch): boolean {
  return a.dataset === b.dataset && a.generator === b.generator;
}

function name(row: ToldBatch): string {
  return `${row.generator} batch ${row.number} of dataset ${row.dataset} (${row.batchId}, ${row.state})`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
