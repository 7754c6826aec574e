import type { Figure, Section } from './figure.ts';
import { pressJobs } from './press/jobs.ts';
import { measureMemory } from './press/memory.ts';
import { measureSteps } from './press/steps.ts';
import { measureThroughput } from './press/throughput.ts';
import { measureWorkers } from './press/workers.ts';

export type PressSize = {
  /** Of the batch that throughput and steps are measured on, about 35 events each. */
  readonly companies: number;
  /** Of the batch that memory is measured on. */
  readonly large: number;
  /** The best of them counts. */
  readonly rounds: number;
  /** That stage batches together. */
  readonly workers: number;
};

export const PRESS: Section<PressSize> = {
  name: 'press',
  seconds: { quick: 10, full: 60 },
  sizes: {
    tiny: { companies: 20, large: 40, rounds: 1, workers: 2 },
    quick: { companies: 10_000, large: 15_000, rounds: 2, workers: 2 },
    full: { companies: 30_000, large: 143_000, rounds: 5, workers: 2 },
  },
  measure: measurePress,
};

/** What the press does alone, clean, dirty and with its key; by step; in memory; and by several workers. */
export async function measurePress({ companies, large, rounds, workers }: PressSize): Promise<Figure[]> {
  const jobs = pressJobs(companies);
  return [
    ...measureThroughput(jobs, rounds),
    ...measureSteps(jobs, rounds),
    ...measureMemory(large),
    ...(await measureWorkers(jobs.clean, workers, rounds)),
  ];
}
