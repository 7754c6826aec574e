import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Layout } from '../src/publish/layout.ts';

const ROOT = join(import.meta.dirname, '..');
/** What takes the command line of `tachograph`: the sources, and the binary where it was built. */
export const SOURCES: readonly string[] = [process.execPath, join(ROOT, 'src/main.ts')];
export const BINARY: readonly string[] = [join(ROOT, 'dist/tachograph')];

/** The real service in a process of its own, on loopback, with its data in `folder`. */
export class BenchService {
  readonly layout: Layout;
  readonly origin: string;
  readonly #process: ChildProcess;

  private constructor(layout: Layout, origin: string, process: ChildProcess) {
    this.layout = layout;
    this.origin = origin;
    this.#process = process;
  }

  /**
   * Resolves once it listens, which is before its first batch.
   * @param seconds after which it ends by itself
   * @param command what takes the command line of `tachograph`
   * @throws Error with its output when it ends before
   */
  static async start(
    folder: string,
    config: string,
    seconds: number,
    command: readonly string[] = SOURCES,
  ): Promise<BenchService> {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, config);
    const layout = new Layout(join(folder, 'data'));
    const [program, ...first] = command;
    const service = spawn(
      program!,
      [
        ...first,
        'start',
        '--config',
        file,
        '--data-dir',
        layout.root,
        '--port',
        '0',
        '--for',
        `PT${seconds}S`,
      ],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const kill = () => service.kill('SIGKILL');
    process.once('exit', kill);
    service.once('exit', () => process.off('exit', kill));
    let output = '';
    const origin = await new Promise<string>((resolve, reject) => {
      const take = (chunk: unknown) => {
        output += chunk;
        const found = output.match(/Listening on (http:\S+)/)?.[1];
        if (found !== undefined) resolve(found);
      };
      service.stdout.on('data', take);
      service.stderr.on('data', take);
      service.once('error', reject);
      service.once('exit', () => reject(new Error(`the service ended: ${output.trim()}`)));
    });
    return new BenchService(layout, origin, service);
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Resolves once it has ended. @throws Error when it did so with another exit code than 0 */
  async ended(): Promise<void> {
    if (this.isRunning) await once(this.#process, 'exit');
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== 0) throw new Error(`the service ended with ${exitCode ?? signalCode}`);
  }

  /** Lets it finish what it is publishing, and end. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    await this.ended();
  }

  /** Ends it at once, if it still runs. */
  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  /** Rows of its ledger. */
  query<Row>(sql: string): Row[] {
    const ledger = new Database(this.layout.ledger, { readonly: true });
    try {
      return ledger.prepare(sql).all() as Row[];
    } finally {
      ledger.close();
    }
  }
}
