import { GENERATORS, type Generator } from '../../src/plan/batch.ts';
import { settled } from '../fakes/simulated_clock.ts';
import { changeSettings, describeSettings, longestAbsenceMs, shortestMs } from './drawn_settings.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

/** Something that happens to the machine or is asked of the service. Returns what, in words. */
type Action = (world: World) => Promise<string>;

/** What may happen while a process runs, by weight. */
const TO_THE_LIVING: readonly (readonly [number, Action])[] = [
  [6, passToBoundary],
  [6, passLong],
  [3, passShort],
  [2, stepForward],
  [2, stepBack],
  [2, stall],
  [3, slowPress],
  [4, pause],
  [3, resume],
  [2, cleanAll],
  [3, cleanMode],
  [3, restart],
  [6, doom],
  [1, doomOncePublished],
  [3, kill],
  [3, badWeather],
  [3, fairWeather],
  [2, deleteBatches],
  [1, deleteCompanies],
  [1, deleteEverything],
  [3, backUpLedger],
];

/** What may happen while none runs. */
const TO_THE_DEAD: readonly (readonly [number, Action])[] = [
  [6, start],
  [2, startDoomed],
  [2, startChanged],
  [2, beAbsent],
  [1, fairWeather],
  [1, deleteBatches],
  [1, deleteCompanies],
  [1, deleteEverything],
  [1, stepBack],
  [4, restoreLedger],
  [2, editBatch],
];

/** Has one thing happen. Returns what, in words. */
export async function act(world: World): Promise<string> {
  const action = world.dice.weighted(world.process === null ? TO_THE_DEAD : TO_THE_LIVING);
  let what = await action(world);
  await settled();
  world.noteTime();
  if (world.bury()) what += '; it died';
  return what;
}

/** Nobody sleeps longer at a stretch, by the contract of the Clock port. */
const LONGEST_SLEEP_MS = 30_000;

/** Clears everything that stands in the service's way, and has it run until all is settled. */
export async function recover(world: World): Promise<void> {
  const { weather } = world;
  weather.clear();
  if (world.process !== null) world.process.fate.spare();
  else {
    const refusal = await world.start();
    if (refusal !== null)
      throw new Violation('a start succeeds on any folder that a disk without faults holds', refusal);
  }
  const process = world.process!;
  await (await ask(() => process.engine.resume())).done;
  if (process.engine.status().paused) throw new Violation('a resume takes effect', 'it is still paused');
  await world.pass(world.unawareMs);
  // Up to what was settled before somebody set the clock back, and thrice as long as the engine waits between two tries.
  await world.pass(world.settledMs - world.clock.nowMs);
  for (let tries = 0; tries < 95 && process.engine.status().problems.length > 0; tries++)
    await world.pass(1000);
  const { problems } = process.engine.status();
  if (problems.length > 0) throw new Violation('the engine heals once the disk does', problems[0]!.message);

  // A step of the clock forward is noticed within half a minute: until then, what is settled says nothing.
  await world.pass(LONGEST_SLEEP_MS);
  const before = publishedSoFar(world);
  await world.pass(nextPublicationMs(world) - world.clock.nowMs);
  const after = publishedSoFar(world);
  for (const generator of GENERATORS) {
    if (after[generator] > before[generator]) continue;
    throw new Violation('a generator publishes again once nothing is in its way', generator);
  }
}

/** When each generator should have published once more; an interval that was cut by one of another length does not count. */
function nextPublicationMs({ ledger, settings }: World): number {
  const dataset = ledger.openDataset()!.id;
  const ends = GENERATORS.map((generator) => {
    const intervalMs = settings.intervalMs[generator];
    const settledToMs = ledger.position(dataset, generator).settledToMs ?? 0;
    return (Math.ceil(settledToMs / intervalMs) + 1) * intervalMs;
  });
  return Math.max(...ends);
}

function publishedSoFar(world: World): Record<Generator, number> {
  const dataset = world.ledger.openDataset()!.id;
  const number = (generator: Generator) => world.ledger.position(dataset, generator).nextNumber;
  return { company: number('company'), driver: number('driver') };
}

async function passToBoundary(world: World): Promise<string> {
  await world.pass(world.nextBoundaryMs() - world.clock.nowMs);
  return 'to the next boundary';
}

async function passLong(world: World): Promise<string> {
  const ms = world.dice.int(2, 12) * shortestMs(world.settings) + world.dice.int(0, 999);
  await world.pass(ms);
  return `${ms / 1000} s pass`;
}

async function passShort(world: World): Promise<string> {
  const ms = world.dice.int(1, shortestMs(world.settings));
  await world.pass(ms);
  return `${ms / 1000} s pass`;
}

async function stepForward(world: World): Promise<string> {
  const ms = span(world);
  await world.stepTo(world.clock.nowMs + ms);
  return `the clock steps ${ms / 1000} s forward`;
}

async function stepBack(world: World): Promise<string> {
  const ms = span(world);
  await world.stepTo(world.clock.nowMs - ms);
  return `the clock steps ${ms / 1000} s back`;
}

async function stall(world: World): Promise<string> {
  const ms = Math.min(span(world), world.dice.int(1, 60_000));
  await world.stallTo(world.clock.nowMs + ms);
  return `the process stands still for ${ms / 1000} s`;
}

/** Batches are due before they are made. */
async function slowPress(world: World): Promise<string> {
  const letGo = world.process!.press.hold();
  const ms = world.dice.int(1, 3 * shortestMs(world.settings));
  await world.pass(ms);
  const during =
    world.dice.chance(0.4) && world.process!.fate.isAlive
      ? await world.dice.pick([pause, restart])(world)
      : '';
  letGo();
  await settled();
  return `the press is held for ${ms / 1000} s ${during}`;
}

async function pause(world: World): Promise<string> {
  const { engine } = world.process!;
  const asked = await ask(() => engine.pause());
  world.paused = isCertain(world) ? true : null;
  if (asked.error !== null) return `pause fails: ${asked.error}`;
  if (!engine.status().paused) throw new Violation('a pause takes effect at once', 'it runs on');
  return 'pause';
}

async function resume(world: World): Promise<string> {
  const { engine } = world.process!;
  const asked = await ask(() => engine.resume());
  world.paused = isCertain(world) && asked.error === null ? false : null;
  return asked.error === null ? 'resume' : `resume fails: ${asked.error}`;
}

function cleanAll(world: World): Promise<string> {
  return clean(world, null);
}

function cleanMode(world: World): Promise<string> {
  return clean(world, world.dice.pick(['emulated', 'production', world.settings.mode] as const));
}

async function clean(world: World, mode: 'emulated' | 'production' | null): Promise<string> {
  const { process, dice } = world;
  let first = '';
  if (!process!.engine.status().paused && dice.chance(0.8)) first = `${await pause(world)}, `;
  if (!process!.fate.isAlive) return first;
  world.spoilBackup();
  const asked = await ask(() => process!.engine.clean(mode));
  const report = await Promise.race([asked.done, settled()]);
  for (const error of report?.errors ?? []) {
    const left = /raw\/events\/(\w+)/.exec(error)?.[1];
    if (left !== undefined) world.leftByClean.add(left);
  }
  const outcome = asked.error === null ? `${report?.items.length} items` : `fails: ${asked.error}`;
  return `${first}clean ${mode ?? 'all'}: ${outcome}`;
}

/** A graceful stop, and a start with the same config or another. */
async function restart(world: World): Promise<string> {
  const process = world.process!;
  const isFree = isCertain(world);
  process.engine.stop();
  await world.clock.run(0);
  await Promise.race([process.ended, settled()]);
  if (!process.fate.isAlive) return 'stop';
  world.ledger.endRun(process.runId, world.clock.nowMs);
  process.fate.kill();
  world.process = null;
  if (!isFree) world.paused = null;
  const change = world.dice.chance(0.4) ? `, ${changeConfig(world)}` : '';
  const refusal = await world.start();
  return `stop, start${change}${refusal === null ? '' : `: ${refusal}`}`;
}

/** It will die at some change of disk or ledger to come. */
async function doom(world: World): Promise<string> {
  const { fate } = world.process!;
  fate.changesToCome = world.dice.int(0, world.dice.pick([5, 30, 120]));
  const what = `doomed in ${fate.changesToCome} changes`;
  if (world.dice.chance(0.5)) return what;
  return `${what}, ${await passLong(world)}`;
}

/** It will die right after it has told the ledger of a batch. */
async function doomOncePublished(world: World): Promise<string> {
  world.process!.fate.lastChange = 'publish';
  return `doomed once it has published, ${await passLong(world)}`;
}

async function kill(world: World): Promise<string> {
  noteDeath(world);
  world.kill();
  return 'killed';
}

async function badWeather(world: World): Promise<string> {
  return world.weather.turnBad();
}

async function fairWeather(world: World): Promise<string> {
  world.weather.clear();
  return 'the disk is well';
}

async function start(world: World): Promise<string> {
  // Mostly somebody has seen to the disk.
  if (world.dice.chance(0.7)) world.weather.clear();
  const refusal = await world.start();
  return refusal === null ? 'start' : `start: ${refusal}`;
}

async function startDoomed(world: World): Promise<string> {
  const changes = world.dice.int(0, 60);
  const refusal = await world.start(changes);
  return `start, doomed in ${changes} changes${refusal === null ? '' : `: ${refusal}`}`;
}

async function startChanged(world: World): Promise<string> {
  world.weather.clear();
  const change = changeConfig(world);
  const refusal = await world.start();
  return `start, ${change}${refusal === null ? '' : `: ${refusal}`}`;
}

async function beAbsent(world: World): Promise<string> {
  const ms = span(world);
  await world.pass(ms);
  return `nothing runs for ${ms / 1000} s`;
}

async function deleteBatches(world: World): Promise<string> {
  const rows = visibleRows(world, 'driver');
  const chosen = world.dice.chance(0.3) ? rows : world.dice.sample(rows, 2);
  for (const { id } of chosen) world.deletedByHand.add(id);
  world.deleteByHand(chosen.map(({ batchId }) => world.layout.eventBatch(batchId)));
  return `a person deletes ${chosen.length} batches`;
}

async function deleteCompanies(world: World): Promise<string> {
  for (const { id } of visibleRows(world, 'company')) world.deletedByHand.add(id);
  world.deleteByHand([world.layout.companies]);
  return 'a person deletes companies.jsonl';
}

async function deleteEverything(world: World): Promise<string> {
  const { disk, layout } = world;
  for (const generator of ['company', 'driver'] as const) {
    for (const { id } of visibleRows(world, generator)) world.deletedByHand.add(id);
  }
  // A batch may be visible already and not recorded yet.
  const names = disk.namesIn(layout.events);
  for (const row of world.ledger.planned()) {
    if (row.generator === 'driver' && names.includes(row.batchId)) world.deletedByHand.add(row.id);
  }
  world.deleteByHand([layout.companies, ...names.map((name) => layout.eventBatch(name))]);
  return 'a person deletes all data';
}

async function backUpLedger(world: World): Promise<string> {
  world.backUp();
  return 'a person copies the ledger';
}

async function restoreLedger(world: World): Promise<string> {
  if (!world.restoreBackup()) return 'nothing';
  world.weather.clear();
  // What it has forgotten is found by the start, and nothing can be promised before.
  const refusal = await world.start();
  return `a person puts back an older ledger, and starts${refusal === null ? '' : `: ${refusal}`}`;
}

/** A person adds to a batch, sees that no start overwrites it, and puts it back. */
async function editBatch(world: World): Promise<string> {
  const { disk, layout, dice } = world;
  const rows = visibleRows(world, 'driver').filter(({ id }) => !world.deletedByHand.has(id));
  if (rows.length === 0 || world.telling.cleaning !== null) return 'nothing';
  world.weather.clear();
  const path = layout.eventLines(dice.pick(rows).batchId);
  const { bytes } = disk.observe(path)!;
  const before = bytes.slice();
  const edited = dice.chance(0.5)
    ? Buffer.concat([before, Buffer.from('{"mine":true}\n')])
    : Buffer.from(before);
  if (edited.length === before.length && edited.length > 0) edited[dice.int(0, edited.length - 1)]! ^= 1;
  if (Buffer.compare(edited, before) === 0) return 'nothing';
  world.writeByHand(path, edited);
  const refusal = await startOf(world);
  if (!refusal.includes(path)) throw new Violation('other bytes stop a start that names the file', refusal);
  if (Buffer.compare(disk.observe(path)!.bytes, edited) !== 0)
    throw new Violation('what a person changed is never overwritten', path);
  world.writeByHand(path, before);
  return 'a person edits a batch, is told so, and puts it back';
}

/** What a start says that should be refused. */
async function startOf(world: World): Promise<string> {
  try {
    return (await world.start()) ?? 'it runs';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Published batches that a reader can see. */
function visibleRows({ telling }: World, generator: 'company' | 'driver') {
  const { batches, openDataset } = telling.told();
  return batches.filter(
    (row) => row.dataset === openDataset && row.state === 'published' && row.generator === generator,
  );
}

function changeConfig(world: World): string {
  world.spoilBackup();
  world.settings = changeSettings(world.dice, world.settings, world.behindMs);
  return describeSettings(world.settings);
}

/** Seconds, minutes or hours, but no longer than what can be caught up. */
function span(world: World): number {
  const ms = world.dice.pick([10_000, 60_000, 3_600_000, 6 * 3_600_000]);
  return world.dice.int(1, Math.min(ms, longestAbsenceMs(world.settings, world.behindMs)));
}

/** Whether what is asked of the service now is written down at once. */
function isCertain(world: World): boolean {
  return world.isAtRest && world.process!.fate.isAlive;
}

function noteDeath(world: World): void {
  if (!isCertain(world)) world.paused = null;
}

/** A promise that may never come true, because the process dies: what became of it so far. */
async function ask<T>(call: () => Promise<T>): Promise<{ error: unknown; done: Promise<T | undefined> }> {
  const asked: { error: unknown; done: Promise<T | undefined> } = {
    error: null,
    done: Promise.resolve(undefined),
  };
  asked.done = call().catch((error) => {
    asked.error = error;
    return undefined;
  });
  await settled();
  return asked;
}
