import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../examples/medallion/main.ts');

/** The real pipeline in a process of its own. */
export class RunningPipeline {
  readonly #flags: readonly string[];
  #process: ChildProcess | null = null;
  #log = '';

  constructor(data: string, warehouse: string, origin: string) {
    this.#flags = ['--data', data, '--warehouse', warehouse, '--service', origin];
  }

  /** What all its runs have written. */
  get log(): string {
    return this.#log;
  }

  start(): void {
    const started = spawn('bun', [MAIN, ...this.#flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [started.stdout, started.stderr]) {
      output.on('data', (chunk) => {
        this.#log += chunk;
      });
    }
    this.#process = started;
  }

  /** Ends it without a word, as a crash does; or as Ctrl-C does. */
  async end(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const { exitCode, signalCode } = this.#process!;
    if (exitCode !== null || signalCode !== null) throw new Error(`the pipeline has ended:\n${this.#log}`);
    this.#process!.kill(signal);
    await once(this.#process!, 'exit');
  }
}
