import { mkdirSync } from 'node:fs';
import type { PressJob } from '../../src/press/job.ts';
import { WorkerPress } from '../../src/press/worker_press.ts';
import { Layout } from '../../src/publish/layout.ts';
import type { Figure } from '../figure.ts';
import { inTempFolder } from '../temp_folder.ts';

const WORKER = new URL('../../src/press/worker.ts', import.meta.url);
const MANY = 8;

/**
 * Batches staged by workers, durable on the disk of the folder for temporary files: the same large batch by one worker and by
 * `workers` together, and then several of it, an interval apart, by one worker and dealt out. The best of `rounds` rounds.
 */
export async function measureWorkers(job: PressJob, workers: number, rounds: number): Promise<Figure[]> {
  const { startMs, endMs } = job.plan.interval;
  const lengthMs = endMs - startMs;
  const many = Array.from({ length: MANY }, (_, i): PressJob => {
    const interval = { startMs: startMs + i * lengthMs, endMs: endMs + i * lengthMs };
    return { ...job, plan: { ...job.plan, seed: job.plan.seed + i, interval } };
  });
  const best = new Map<string, Figure>();
  for (let round = 0; round < rounds; round++) {
    for (const count of new Set([1, workers])) {
      for (const jobs of [[job], many]) {
        const name = `staged: ${jobs.length === 1 ? 'one large batch' : `${MANY} such batches`}, ${count} worker${count === 1 ? '' : 's'}`;
        const figure = await measure(name, jobs, count);
        if (figure.value! > (best.get(name)?.value ?? 0)) best.set(name, figure);
      }
    }
  }
  return [...best.values()];
}

function measure(name: string, jobs: readonly PressJob[], workers: number): Promise<Figure> {
  return inTempFolder(async (folder) => {
    mkdirSync(new Layout(folder).answerKeysOf('driver'), { recursive: true });
    const press = new WorkerPress(WORKER, folder, workers);
    try {
      const started = performance.now();
      const staged = await Promise.all(jobs.map((job) => press.stage(job)));
      const seconds = (performance.now() - started) / 1000;
      const bytes = staged.reduce((sum, { pressed }) => sum + pressed.bytes, 0);
      return { name, value: bytes / seconds / 1e9, unit: 'GB/s', hash: staged[0]!.pressed.sha256 };
    } finally {
      press.close();
    }
  });
}
