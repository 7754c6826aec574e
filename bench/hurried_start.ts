import { readCommandLine } from '../src/cli/options.ts';
import { start } from '../src/cli/start.ts';
import type { Clock } from '../src/engine/clock.ts';
import { SystemClock } from '../src/engine/system_clock.ts';
import { WorkerPress } from '../src/press/worker_press.ts';
import { LocalDisk } from '../src/publish/local_disk.ts';

/** A clock on which time runs `speed` times as fast from its birth on. */
class HurriedClock implements Clock {
  readonly #clock = new SystemClock();
  readonly #bornUs = this.#clock.nowUs();
  readonly #speed: number;

  constructor(speed: number) {
    this.#speed = speed;
  }

  nowUs(): number {
    return this.#bornUs + (this.#clock.nowUs() - this.#bornUs) * this.#speed;
  }

  sleepUntil(atMs: number | null, signal: AbortSignal): Promise<void> {
    const bornMs = this.#bornUs / 1000;
    return this.#clock.sleepUntil(atMs === null ? null : bornMs + (atMs - bornMs) / this.#speed, signal);
  }
}

/** `start` as the verb is, from the sources and in a hurry: hours of batches in minutes. `bun hurried_start.ts <speed> start …` */
async function startInAHurry([speed, ...args]: readonly string[]): Promise<0 | 2> {
  const { options } = readCommandLine(args, process.env);
  return await start(options, {
    writers: { out: console.log, err: console.error, bytes: () => {} },
    clock: new HurriedClock(Number(speed)),
    disk: new LocalDisk(),
    openPress: () => new WorkerPress(new URL('../src/press/worker.ts', import.meta.url), options.dataDir),
    drawSeed: () => 0,
    onSignal: (signal, act) => process.on(signal, act),
  });
}

if (import.meta.main) process.exitCode = await startInAHurry(process.argv.slice(2));
