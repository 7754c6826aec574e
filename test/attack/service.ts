import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Layout } from '../../src/publish/layout.ts';
import { faultsOf } from '../kill/folder.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Batches every second, so that every attack meets some. */
const configOf = (events: number, missed: string) => `seed: 42
missed_intervals: ${missed}
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S, events_per_batch_min: ${events}, events_per_batch_max: ${events} }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

export type ServiceOrder = {
  /** Beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many file descriptors it may have. */
  readonly descriptors?: number;
  /** Of a driver batch. */
  readonly events?: number;
  /** What becomes of batches that could not be published in time; a busy machine has such. */
  readonly missed?: 'catch_up' | 'skip';
  /** A data folder to go on with. */
  readonly data?: string;
};

/** What a service left behind. */
export type Remains = {
  readonly exitCode: number;
  /** Driver batches. */
  readonly batches: number;
  /** What is wrong with the batches: each must be there once, whole, on its boundary. */
  readonly faults: readonly string[];
};

/** The real service, as a process of its own. */
export class AttackedService {
  readonly data: string;
  readonly port: number;
  readonly pid: number;
  readonly #process: ReturnType<typeof spawn>;
  readonly #output: string[];
  readonly #startedAt = new Date().toISOString();

  private constructor(data: string, port: number, process: ReturnType<typeof spawn>, output: string[]) {
    this.data = data;
    this.port = port;
    this.pid = process.pid!;
    this.#process = process;
    this.#output = output;
  }

  /** Resolves once it listens. */
  static async start({
    env = {},
    descriptors,
    events = 20,
    missed = 'catch_up',
    data,
  }: ServiceOrder = {}): Promise<AttackedService> {
    const folder = data ?? join(mkdtempSync(join(tmpdir(), 'tachograph-attack-')), 'data');
    const config = `${folder}.yaml`;
    writeFileSync(config, configOf(events, missed));
    const limit = descriptors === undefined ? '' : `ulimit -n ${descriptors}; `;
    const service = spawn(
      'sh',
      ['-c', `${limit}exec bun src/main.ts start --config "$0" --data-dir "$1" --port 0`, config, folder],
      { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const output: string[] = [];
    const port = await new Promise<number>((resolve, reject) => {
      service.on('exit', () => reject(new Error(`the service ended: ${output.join('')}`)));
      service.stdout.on('data', (chunk) => {
        output.push(String(chunk));
        const [, found] = output.join('').match(/Listening on http:\S+:(\d+)/) ?? [];
        if (found !== undefined) resolve(Number(found));
      });
    });
    return new AttackedService(folder, port, service, output);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything on its stdout. */
  get output(): string {
    return this.#output.join('');
  }

  /** Its arguments, as `ps` shows them. */
  get commandLine(): string {
    return readFileSync(`/proc/${this.pid}/cmdline`, 'utf8');
  }

  get rssMb(): number {
    const [, kb] = readFileSync(`/proc/${this.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/) ?? [];
    return Number(kb) / 1024;
  }

  /** How many descriptors it has open. */
  get descriptors(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  /** Resolves once it has published so many more driver batches, however it fares. */
  async publishes(count: number): Promise<void> {
    const events = new Layout(this.data).events;
    const wanted = readdirSync(events).length + count;
    while (readdirSync(events).length < wanted) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Stops it as SIGTERM does, and looks at what it leaves; the folder goes with `remove`. */
  async stop(): Promise<Remains> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const [exitCode] = await exited;
    const ledger = new Database(new Layout(this.data).ledger, { readonly: true });
    const gaps = ledger
      .prepare(`SELECT reason, from_at FROM gaps WHERE reason <> 'baseline' AND to_at > ?`)
      .all(this.#startedAt) as {
      reason: string;
      from_at: string;
    }[];
    const batches = ledger
      .prepare(`SELECT count(*) FROM batches WHERE state = 'published' AND generator = 'driver'`)
      .pluck()
      .get() as number;
    ledger.close();
    const faults = [...faultsOf(this.data), ...gaps.map((gap) => `a gap from ${gap.from_at}: ${gap.reason}`)];
    return { exitCode, batches, faults };
  }

  /** Ends it, if it has not been stopped, and takes its folder away. */
  remove(): void {
    this.#process.kill('SIGKILL');
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }
}
