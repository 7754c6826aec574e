import { parseArgs } from 'node:util';
import { days, type Outcome, simulate } from '../test/sim/simulation.ts';

/*
 * Plays seeded lives of the service and looks for broken promises.
 *
 *   bun scripts/simulate.ts --seeds 1000 --from 1     so many, beginning with a seed
 *   bun scripts/simulate.ts --seed 42                 one of them, line by line
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    actions: { type: 'string', default: '30' },
  },
});
const actions = Number(values.actions);

if (values.seed !== undefined) {
  const outcome = await simulate(Number(values.seed), { actions, tell: (line) => console.log(line) });
  report([outcome]);
} else {
  const from = Number(values.from);
  const outcomes: Outcome[] = [];
  for (let seed = from; seed < from + Number(values.seeds); seed++) {
    const outcome = await simulate(seed, { actions });
    outcomes.push(outcome);
    if (outcome.violation !== null) console.log(`seed ${seed}: ${outcome.violation.message}`);
  }
  report(outcomes);
}

function report(outcomes: readonly Outcome[]): void {
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const broken = outcomes.filter(({ violation }) => violation !== null);
  console.log(
    `${outcomes.length} runs, ${days(sum(({ simulatedMs }) => simulatedMs))}, ${sum(({ batches }) => batches)} batches, ` +
      `${sum(({ starts }) => starts)} starts, ${sum(({ crashes }) => crashes)} crashes ` +
      `(${sum(({ powerLosses }) => powerLosses)} with loss of power), ${sum(({ faults }) => faults)} faults, ` +
      `${broken.length} violations${broken.length > 0 ? `: seeds ${broken.map(({ seed }) => seed).join(', ')}` : ''}`,
  );
  process.exitCode = broken.length > 0 ? 1 : 0;
}
