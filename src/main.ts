#!/usr/bin/env bun
import { availableParallelism } from 'node:os';
import { backfill } from './cli/backfill.ts';
import { clean } from './cli/clean.ts';
import { grade } from './cli/grade.ts';
import { HELP } from './cli/help.ts';
import { type Options, readCommandLine, UsageError } from './cli/options.ts';
import { ask } from './cli/question.ts';
import { replay } from './cli/replay.ts';
import { writeToStdout } from './cli/standard_output.ts';
import { type StartPorts, start } from './cli/start.ts';
import { validate } from './cli/validate.ts';
import { verify } from './cli/verify.ts';
import { versionLine } from './cli/version.ts';
import type { Writers } from './cli/writers.ts';
import { BackfillRefused } from './engine/backfill_span.ts';
import { SeedRefused } from './engine/session.ts';
import { SystemClock } from './engine/system_clock.ts';
import { WorkerPress } from './press/worker_press.ts';
import { LocalDisk } from './publish/local_disk.ts';

const SEED_LIMIT = 2 ** 48;
/** Seen from here, the worker has the same address in the source tree and in the binary. */
const PRESS_WORKER = new URL('./press/worker.ts', import.meta.url);

const writers: Writers = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  bytes: writeToStdout,
};
const progress = {
  isTerminal: process.stderr.isTTY === true,
  write: (text: string) => process.stderr.write(text),
  nowMs: () => Date.now(),
};

const portsOf = ({ dataDir }: Options): StartPorts => ({
  writers,
  clock: new SystemClock(),
  disk: new LocalDisk(),
  openPress: (workers) => new WorkerPress(PRESS_WORKER, dataDir, workers ?? availableParallelism()),
  drawSeed: () => Math.floor(Math.random() * SEED_LIMIT),
  onSignal: (signal, act) => process.on(signal, act),
});

/** Runs the verb that the command line names and returns the exit code. */
async function main(): Promise<number> {
  const { verb, operands, options } = readCommandLine(process.argv.slice(2), process.env);
  switch (verb) {
    case 'start':
      return await start(options, portsOf(options));
    case 'backfill':
      return await backfill(operands, options, { ...portsOf(options), progress });
    case 'validate':
      return validate(operands[0] ?? options.config, writers);
    case 'replay':
      return await replay(operands, options, { writers, disk: new LocalDisk(), progress });
    case 'verify':
      return await verify(operands, options, { writers, disk: new LocalDisk(), progress });
    case 'grade':
      return await grade(operands, options, { writers, disk: new LocalDisk(), progress });
    case 'clean':
      return await clean(operands, options, {
        ...portsOf(options),
        ask: process.stdin.isTTY === true ? ask : null,
      });
    case 'version':
      writers.out(versionLine());
      return 0;
    case 'help':
      writers.out(HELP);
      return 0;
    default:
      throw new UsageError(`there is no verb ${verb}`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  // Whoever read our output has had enough of it.
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
  writers.err(`ERROR ${(error as Error).message}`);
  const isUsage = [UsageError, SeedRefused, BackfillRefused].some((kind) => error instanceof kind);
  process.exitCode = isUsage ? 2 : 1;
}
