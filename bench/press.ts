import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Figure } from './press/figure.ts';
import { pressJobs } from './press/jobs.ts';
import { measureMemory } from './press/memory.ts';
import { measureService } from './press/service.ts';
import { measureSteps } from './press/steps.ts';
import { measureThroughput } from './press/throughput.ts';
import { measureWorkers } from './press/workers.ts';

/** How large the press's benchmark is. */
export type PressBenchOrder = {
  /** Of the batch that throughput and steps are measured on, about 35 events each. */
  readonly companies: number;
  /** Of the batch that memory is measured on. */
  readonly largeCompanies: number;
  readonly rounds: number;
  /** That stage batches together. */
  readonly workers: number;
  /** What the service is started with; null leaves the service out. */
  readonly command: readonly string[] | null;
};

/** What the press does alone, by step, in memory, and within the service. */
export async function measurePress(order: PressBenchOrder): Promise<Figure[]> {
  const jobs = pressJobs(order.companies);
  const figures = [
    ...measureThroughput(jobs, order.rounds),
    ...measureSteps(jobs, order.rounds),
    ...measureMemory(order.largeCompanies),
    ...(await measureWorkers(jobs.clean, order.workers, order.rounds)),
  ];
  if (order.command === null) return figures;
  for (const rate of [0, 0.05]) {
    const events = order.largeCompanies * 35;
    figures.push(...(await measureService({ events, rate, command: order.command })));
  }
  return figures;
}

/** `bun bench/press.ts --companies 30000 --large 143000 --rounds 5 --workers 2 [--binary dist/tachograph] [--alone]` */
if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      companies: { type: 'string', default: '30000' },
      large: { type: 'string', default: '143000' },
      rounds: { type: 'string', default: '5' },
      workers: { type: 'string', default: String(availableParallelism()) },
      binary: { type: 'string' },
      alone: { type: 'boolean', default: false },
    },
  });
  const command = values.binary === undefined ? ['bun', 'src/main.ts'] : [values.binary];
  const figures = await measurePress({
    companies: Number(values.companies),
    largeCompanies: Number(values.large),
    rounds: Number(values.rounds),
    workers: Number(values.workers),
    command: values.alone ? null : command,
  });
  for (const { name, value, unit, goal, hash } of figures) {
    const shown = value === null ? '–' : value.toFixed(2);
    console.log(
      `${name.padEnd(52)} ${shown.padStart(9)} ${unit.padEnd(11)} ${(goal ?? '').padEnd(7)} ${hash?.slice(0, 12) ?? ''}`.trimEnd(),
    );
  }
}
