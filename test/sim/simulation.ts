import { act, recover } from './actions.ts';
import { describeSettings, drawSettings } from './drawn_settings.ts';
import { check, checkSettled } from './invariants.ts';
import { Violation } from './violation.ts';
import { type Mutation, World } from './world.ts';

const START_MS = Date.parse('2025-11-09T12:00:03Z');
const DAY_MS = 86_400_000;

/** How a run went. */
export type Outcome = {
  readonly seed: number;
  readonly violation: Violation | null;
  /** What happened, one line each. */
  readonly story: readonly string[];
  readonly simulatedMs: number;
  readonly batches: number;
  readonly starts: number;
  readonly crashes: number;
  readonly powerLosses: number;
  /** Calls of the disk that failed. */
  readonly faults: number;
};

/** A life of the service as a seed tells it: always the same for the same seed and code. */
export async function simulate(
  seed: number,
  {
    actions = 30,
    mutation,
    tell,
  }: { actions?: number; mutation?: Mutation; tell?: (line: string) => void } = {},
): Promise<Outcome> {
  const world = new World(
    seed,
    (dice) => drawSettings(dice, dice.chance(0.7) ? 42 : null),
    START_MS + (seed % 1000) * 977,
    mutation,
  );
  const story: string[] = [];
  const note = (what: string) => {
    const line = `${new Date(world.clock.nowMs).toISOString()} ${what}`;
    story.push(line);
    tell?.(line);
  };
  let violation: Violation | null = null;
  let passedMs = 0;
  let lastMs = world.clock.nowMs;
  try {
    note(`start: ${describeSettings(world.settings)}`);
    await world.start();
    check(world);
    for (let i = 0; i < actions; i++) {
      note(await act(world));
      passedMs += Math.max(0, world.clock.nowMs - lastMs);
      lastMs = world.clock.nowMs;
      check(world);
    }
    note('everything is well again');
    await recover(world);
    passedMs += Math.max(0, world.clock.nowMs - lastMs);
    checkSettled(world);
    for (let i = 0; i < 5; i++) check(world);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    violation = error;
    note(`BROKEN: ${error.message}`);
  }
  const { starts, crashes, powerLosses, weather } = world;
  const batches = world.ledger.connection.$client
    .prepare<[], { n: number }>("SELECT count(*) AS n FROM batches WHERE state <> 'planned'")
    .get()!.n;
  world.kill();
  world.ledger.close();
  return {
    seed,
    violation,
    story,
    simulatedMs: passedMs,
    batches,
    starts,
    crashes,
    powerLosses,
    faults: weather.failures,
  };
}

/** `0.51 days`. */
export function days(ms: number): string {
  return `${(ms / DAY_MS).toFixed(2)} days`;
}
