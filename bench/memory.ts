import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchesHash } from './batches_hash.ts';
import type { Figure, Section } from './figure.ts';
import { percentile } from './percentile.ts';
import { BenchService, BINARY, SOURCES } from './service.ts';
import { inTempFolder } from './temp_folder.ts';

export type MemorySize = {
  /** How long each service lives. */
  readonly seconds: number;
  /** How many times as fast the clock of the hurried one runs. */
  readonly speed: number;
};

export const MEMORY: Section<MemorySize> = {
  name: 'memory',
  seconds: { quick: 65, full: 610 },
  sizes: {
    tiny: { seconds: 3, speed: 2 },
    quick: { seconds: 60, speed: 5 },
    full: { seconds: 600, speed: 10 },
  },
  measure: measureMemory,
};

// A batch of each generator a second: a second holds what ten do by the emulated preset.
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;
const HURRIED_START = join(import.meta.dirname, 'hurried_start.ts');
const SAMPLES = 60;
const KIB_PER_MIB = 1024;

type Memory = { readonly rssMib: number /** Its own, not backed by a file. */; readonly anonMib: number };

/**
 * What the service keeps when nobody asks anything: sources, binary, and the sources in a hurry, which shows whether memory still rises
 * after hours. All at the same time, for memory does not mind. File-backed memory is the runtime's code, which the system
 * can drop, and which others who run the same file share.
 */
export async function measureMemory({ seconds, speed }: MemorySize): Promise<Figure[]> {
  const ways: readonly (readonly [name: string, command: readonly string[]])[] = [
    ['sources', SOURCES],
    ['binary', BINARY],
    [`sources × ${speed}`, [process.execPath, HURRIED_START, String(speed)]],
  ];
  const figures = await Promise.all(
    ways.map(([name, command]) =>
      command === BINARY && !existsSync(BINARY[0]!)
        ? [{ name, value: null, unit: 'there is none: bun run build makes dist/tachograph' }]
        : inTempFolder((folder) => watch(folder, name, command, seconds)),
    ),
  );
  return figures.flat();
}

async function watch(
  folder: string,
  name: string,
  command: readonly string[],
  seconds: number,
): Promise<Figure[]> {
  const service = await BenchService.start(folder, CONFIG, seconds + 60, command);
  try {
    const samples: Memory[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      await Bun.sleep((1000 * seconds) / SAMPLES);
      samples.push(memoryOf(service.pid));
    }
    await service.stop();
    const [{ count }] = service.query<{ count: number }>(
      `SELECT count(*) AS count FROM batches WHERE state = 'published'`,
    ) as [{ count: number }];
    const row = (what: string, value: number | null, unit: string): Figure => ({
      name: `${name}, ${what}`,
      value,
      unit,
    });
    // Collections come and go: thirds of the run are compared, by their medians.
    const third = SAMPLES / 3;
    const median = (part: number, of: (memory: Memory) => number) =>
      percentile(
        samples
          .slice(part * third, (part + 1) * third)
          .map(of)
          .sort((a, b) => a - b),
        0.5,
      );
    return [
      { ...row('batches', count, 'published'), hash: batchesHash(service, 1) },
      {
        ...row(
          'RSS',
          median(2, ({ rssMib }) => rssMib),
          'MiB, median of the last third',
        ),
        goal: '≤ 64',
      },
      row(
        'its own',
        median(2, ({ anonMib }) => anonMib),
        'MiB of these',
      ),
      row(
        'its own, before',
        median(1, ({ anonMib }) => anonMib),
        'MiB, median of the second third',
      ),
      row(
        'its own, at first',
        median(0, ({ anonMib }) => anonMib),
        'MiB, median of the first third',
      ),
    ];
  } finally {
    await service.kill();
  }
}

function memoryOf(pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (field: string) =>
    Number(rollup.match(new RegExp(`^${field}:\\s+(\\d+)`, 'm'))![1]) / KIB_PER_MIB;
  return { rssMib: mib('Rss'), anonMib: mib('Anonymous') };
}
