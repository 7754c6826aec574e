import { expect, test } from 'vitest';
import * as mutations from './mutations.ts';
import { simulate } from './simulation.ts';
import type { Mutation } from './world.ts';

/** `bun scripts/simulate.ts --seeds 10000` plays more. */
const SEEDS = 200;
const ACTIONS = 15;
/** A service that is wrong is found out within so many lives. */
const SEEDS_TO_CATCH = 60;

test('no promise is broken, whatever happens to the machine, the disk and the process', async () => {
  let crashes = 0;
  let faults = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violation, story, ...counts } = await simulate(seed, { actions: ACTIONS });
    crashes += counts.crashes;
    faults += counts.faults;
    const again = `bun scripts/simulate.ts --seed ${seed} --actions ${ACTIONS}`;
    if (violation !== null)
      throw new Error([`seed ${seed}: ${violation.message}`, again, ...story].join('\n'));
  }
  // A simulation in which nothing happens finds nothing.
  expect(crashes).toBeGreaterThan(SEEDS);
  expect(faults).toBeGreaterThan(SEEDS);
}, 120_000);

test('a seed tells the same story every time', async () => {
  const [first, second] = [await simulate(7, { actions: ACTIONS }), await simulate(7, { actions: ACTIONS })];
  expect(second).toEqual(first);
});

for (const [name, mutation] of Object.entries(mutations)) {
  // The same lives break nothing when the service is right, so whatever is broken here is the mutation's fault.
  test(`a service that ${inWords(name)} is caught`, async () => {
    expect(await catchIt(mutation)).not.toBeNull();
  }, 60_000);
}

/** The first promise that is broken. */
async function catchIt(mutation: Mutation): Promise<string | null> {
  for (let seed = 1; seed <= SEEDS_TO_CATCH; seed++) {
    const { violation } = await simulate(seed, { actions: ACTIONS, mutation });
    if (violation !== null) return violation.message;
  }
  return null;
}

/** `forgetsGaps` → `forgets gaps`. */
function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
