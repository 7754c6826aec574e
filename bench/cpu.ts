import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchesHash } from './batches_hash.ts';
import type { Figure, Section } from './figure.ts';
import { usageOf } from './process_usage.ts';
import { BenchService } from './service.ts';
import { inTempFolder } from './temp_folder.ts';

export type CpuSize = {
  /** Left out at the beginning: loading and compiling are not what an hour costs. */
  readonly start: number;
  /** Watched after that. */
  readonly seconds: number;
};

export const CPU: Section<CpuSize> = {
  name: 'cpu',
  seconds: { quick: 14, full: 311 },
  sizes: {
    tiny: { start: 1, seconds: 0.5 },
    quick: { start: 3, seconds: 10 },
    full: { start: 10, seconds: 300 },
  },
  measure: measureCpu,
};

const CONFIG = join(import.meta.dirname, '../config/config.emulated.yaml');
/** The service must outlive its watch. */
const SPARE_SECONDS = 30;

/** What the emulated preset costs when nobody asks anything: a batch of each generator every 10 s. */
export function measureCpu({ start, seconds }: CpuSize): Promise<Figure[]> {
  return inTempFolder(async (folder) => {
    const service = await BenchService.start(
      folder,
      readFileSync(CONFIG, 'utf8'),
      start + seconds + SPARE_SECONDS,
    );
    try {
      await Bun.sleep(1000 * start);
      const before = usageOf(service.pid).cpuSeconds;
      const beganMs = performance.now();
      await Bun.sleep(1000 * seconds);
      const took = (performance.now() - beganMs) / 1000;
      const share = (usageOf(service.pid).cpuSeconds - before) / took;
      await service.stop();
      const { count } = service.query<{ count: number }>(
        `SELECT count(*) AS count FROM batches WHERE state = 'published'`,
      )[0]!;
      return [
        { name: 'emulated preset, batches', value: count, unit: 'published', hash: batchesHash(service, 1) },
        { name: 'emulated preset, CPU', value: 100 * share, unit: '% of a core', goal: '< 1' },
      ];
    } finally {
      await service.kill();
    }
  });
}
