import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchView } from '../../../src/api/batches.ts';
import type { HealthView } from '../../../src/api/health.ts';
import type { Generator } from '../../../src/plan/batch.ts';
import { Layout } from '../../../src/publish/layout.ts';
import { eventually } from './eventually.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** A driver batch every second, so that something is always on its way. */
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT5S, driver_batch_interval: PT1S, companies_per_batch: 10, events_per_batch_min: 20, events_per_batch_max: 60 }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

type RunningServiceOptions = {
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** It ends by itself after this, an ISO 8601 duration. */
  readonly lasts?: string;
  /** Of the test's own making; by default a new one, deleted in the end. */
  readonly dataDir?: string;
};

/** The real service in a process of its own. */
export class RunningService {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tachograph-browser-'));
  readonly #dataDir: string;
  readonly #flags: readonly string[];
  readonly #lasts: string;
  readonly #env: Readonly<Record<string, string>>;
  #process: ChildProcess | null = null;
  #port = 0;
  #log = '';

  private constructor({ config = CONFIG, env = {}, lasts = 'PT5M', dataDir }: RunningServiceOptions) {
    const configFile = join(this.#folder, 'config.yaml');
    writeFileSync(configFile, config);
    this.#dataDir = dataDir ?? join(this.#folder, 'data');
    this.#flags = ['--config', configFile, '--data-dir', this.#dataDir];
    this.#lasts = lasts;
    this.#env = env;
  }

  /** A service that has its first batches. */
  static async start(options: RunningServiceOptions = {}): Promise<RunningService> {
    const service = new RunningService(options);
    await service.start();
    await eventually(async () => assert((await fetch(`${service.origin}/readyz`)).ok, service.#log));
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it, at the port and on the folder that it had. @throws with its output, if it ends instead */
  async start(): Promise<void> {
    // It ends by itself where a test run was killed.
    const flags = [...this.#flags, '--port', `${this.#port}`, '--for', this.#lasts];
    const started = spawn('bun', ['src/main.ts', 'start', ...flags], {
      cwd: ROOT,
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = started;
    this.#log = '';
    this.#port = await new Promise((resolve, reject) => {
      const take = (chunk: Buffer) => {
        this.#log += chunk;
        const [, port] = this.#log.match(/Listening on http:\S+:(\d+)/) ?? [];
        if (port !== undefined) resolve(Number(port));
      };
      started.stdout.on('data', take);
      started.stderr.on('data', take);
      started.on('exit', (code) => reject(new Error(`the service ended with ${code}:\n${this.#log}`)));
    });
  }

  /** Ends it without a word, as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it, and deletes what it leaves. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const { exitCode, signalCode } = this.#process!;
    if (exitCode !== null || signalCode !== null) return;
    this.#process!.kill(signal);
    await once(this.#process!, 'exit');
  }

  /** Where its files lie. */
  get layout(): Layout {
    return new Layout(this.#dataDir);
  }

  /** What another verb writes about its folder. */
  output(...verb: string[]): string {
    return execFileSync('bun', ['src/main.ts', ...verb, ...this.#flags], { cwd: ROOT, encoding: 'utf8' });
  }

  get<T>(path: string): Promise<T> {
    return this.#ask('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.#ask('POST', path, body);
  }

  health(): Promise<HealthView> {
    return this.get('/api/health');
  }

  /** The newest batches of a generator, newest first. */
  async newestBatches(generator: Generator, limit: number): Promise<BatchView[]> {
    const path = `/api/batches?generator=${generator}&limit=${limit}`;
    return (await this.get<{ batches: BatchView[] }>(path)).batches;
  }

  async newestBatch(generator: Generator): Promise<BatchView> {
    const [batch] = await this.newestBatches(generator, 1);
    return batch!;
  }

  /** @throws with the service's output, if it refuses or does not answer */
  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = this.#env.TACHOGRAPH_API_TOKEN;
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: Error) => error);
    if (response instanceof Error || !response.ok) {
      const answer = response instanceof Error ? response.message : await response.text();
      throw new Error(`${method} ${path}: ${answer}\n${this.#log}`);
    }
    return response.json() as Promise<T>;
  }
}
