import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Layout } from '../src/publish/layout.ts';
import { batchesHash } from './batches_hash.ts';
import type { Figure, Section } from './figure.ts';
import { fillFolder } from './filled_folder.ts';
import { percentile } from './percentile.ts';
import { BINARY, SOURCES } from './service.ts';
import { inTempFolder } from './temp_folder.ts';

export type StartUpSize = {
  /** Of each way, one after the other. */
  readonly rounds: number;
  /** In the folder that is not empty: half of each generator. */
  readonly batches: number;
};

export const START_UP: Section<StartUpSize> = {
  name: 'start_up',
  seconds: { quick: 20, full: 120 },
  sizes: {
    tiny: { rounds: 1, batches: 20 },
    quick: { rounds: 3, batches: 1000 },
    full: { rounds: 15, batches: 10_000 },
  },
  measure: measureStartUp,
};

const GOAL = '< 500';
// Every second, and what was missed at once: whenever a round begins on the folder that is not empty, a batch is due.
const CONFIG = `seed: 42
missed_intervals: catch_up
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

/**
 * From the process's birth to its first driver batch being visible, by its own ledger; a company batch comes before it. Of the sources
 * and of the binary, on an empty folder and on one with many batches, which it looks at first.
 */
export function measureStartUp({ rounds, batches }: StartUpSize): Promise<Figure[]> {
  return inTempFolder(async (folder) => {
    const config = join(folder, 'config.yaml');
    writeFileSync(config, CONFIG);
    const filled = new Layout(join(folder, 'filled'));
    await fillFolder(filled.root, config, Math.ceil(batches / 2));
    const filledHash = batchesHash({ query: (sql) => rowsOf(filled, sql) }, Math.ceil(batches / 2));

    const hasBinary = existsSync(BINARY[0]!);
    const ways: readonly (readonly [name: string, command: readonly string[]])[] = [
      ['sources', SOURCES],
      ...(hasBinary ? [['binary', BINARY] as const] : []),
    ];
    const tookMs = new Map<string, number[]>();
    const note = (name: string, ms: number) => tookMs.set(name, [...(tookMs.get(name) ?? []), ms]);
    let hash = '';
    for (let round = 0; round < rounds; round++) {
      for (const [name, command] of ways) {
        const empty = new Layout(join(folder, 'empty'));
        note(`${name}, empty folder`, await startUp(command, config, empty));
        hash = batchesHash({ query: (sql) => rowsOf(empty, sql) }, 1);
        rmSync(empty.root, { recursive: true });
        note(`${name}, ${batches.toLocaleString('en')} batches`, await startUp(command, config, filled));
      }
    }
    const figures = [...tookMs].flatMap(([name, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      return [
        {
          name: `${name}, median`,
          value: percentile(sorted, 0.5),
          unit: 'ms',
          goal: GOAL,
          hash: name.endsWith('empty folder') ? hash : filledHash,
        },
        { name: `${name}, best`, value: sorted[0]!, unit: 'ms' },
      ];
    });
    if (hasBinary) return figures;
    return [
      ...figures,
      { name: 'binary', value: null, unit: 'there is none: bun run build makes dist/tachograph' },
    ];
  });
}

/** Starts it and lets it publish a few batches. Returns the ms until its first driver batch. */
async function startUp(command: readonly string[], config: string, layout: Layout): Promise<number> {
  const [program, ...first] = command;
  const options = ['start', '--config', config, '--data-dir', layout.root, '--port', '0', '--batches', '4'];
  const bornMs = Date.now();
  const service = spawn(program!, [...first, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  const kill = () => service.kill('SIGKILL');
  process.once('exit', kill);
  const [exitCode] = await once(service, 'exit');
  process.off('exit', kill);
  if (exitCode !== 0) throw new Error(`the service ended with ${exitCode}`);
  const [run] = rowsOf<{ at: string | null }>(
    layout,
    `SELECT min(published_at) AS at FROM batches WHERE generator = 'driver'
      AND run_id = (SELECT id FROM runs ORDER BY started_at DESC LIMIT 1)`,
  );
  return Date.parse(run!.at!) - bornMs;
}

function rowsOf<Row>(layout: Layout, sql: string): Row[] {
  const ledger = new Database(layout.ledger, { readonly: true });
  try {
    return ledger.prepare(sql).all() as Row[];
  } finally {
    ledger.close();
  }
}
