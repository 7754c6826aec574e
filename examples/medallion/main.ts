import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Cycle, Pipeline } from './pipeline.ts';
import { Reporter } from './report/reporter.ts';
import { Service } from './report/service.ts';
import { Warehouse } from './warehouse/warehouse.ts';

/*
 * Takes the batches of a data folder through bronze, silver and gold as they come, and reports to the service.
 *
 *   bun main.ts --data data --warehouse warehouse --service http://127.0.0.1:18000
 *
 * `--once` takes what is there and ends. A service that has a token is shown the one in TACHOGRAPH_API_TOKEN.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'data' },
    warehouse: { type: 'string', default: 'data/warehouse' },
    service: { type: 'string', default: 'http://127.0.0.1:18000' },
    pipeline: { type: 'string', default: 'medallion' },
    once: { type: 'boolean', default: false },
  },
});
const POLL_MS = 50;

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isEnding = true;
  });
}

const warehouse = await Warehouse.open(values.warehouse);
const pipeline = await Pipeline.on(warehouse, values.data);
const service = new Service(values.service, values.pipeline, process.env.TACHOGRAPH_API_TOKEN);
const reporter = new Reporter(await warehouse.session(), service, console.error);
const reporting = reporter.run();

do {
  for await (const cycle of pipeline.cycles()) {
    reporter.wake();
    console.log(summaryOf(cycle));
    if (isEnding) break;
  }
  if (!values.once) await sleep(POLL_MS);
} while (!isEnding && !values.once);
reporter.end();
await reporting;
warehouse.close();

function summaryOf({ generation, batchId, number, lines, accepted, quarantined, ...times }: Cycle): string {
  const rules = Object.entries(quarantined).map(([rule, count]) => `${rule} ${count}`);
  const { seconds, secondsAfterInterval } = times;
  return (
    `${batchId} generation ${generation} batch ${number}: ${lines} rows in, ${accepted} accepted, ` +
    `${lines - accepted} quarantined${rules.length === 0 ? '' : ` (${rules.join(', ')})`}, ` +
    `${seconds.toFixed(3)} s, in gold ${secondsAfterInterval.toFixed(2)} s after its interval`
  );
}
