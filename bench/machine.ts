import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { promisify } from 'node:util';

const GIB = 1024 ** 3;

/** Where figures were taken, and with what. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  /** Of the temp folder, to which everything is written. */
  readonly fileSystem: string;
  readonly freeGib: number;
  readonly kernel: string;
  readonly runtime: string;
  /** What of this repository was measured; `+` behind it says that files were changed since. */
  readonly commit: string;
  /** Mean of the last minute when the bench began: at more than 0 it was not alone. */
  readonly load: number;
};

export async function machine(): Promise<Machine> {
  const { bavail, bsize } = statfsSync(tmpdir());
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / GIB),
    fileSystem: await fileSystem(),
    freeGib: Math.round((bavail * bsize) / GIB),
    kernel: `${process.platform} ${release()}`,
    runtime: `Bun ${Bun.version}`,
    commit: await commit(),
    load: Math.round(10 * loadavg()[0]!) / 10,
  };
}

/** `ext4 on /dev/vda` */
async function fileSystem(): Promise<string> {
  const out = await outputOf('df', ['-PT', tmpdir()]);
  const [device, type] = out?.split('\n')[1]?.split(/\s+/) ?? [];
  return device === undefined ? 'unknown' : `${type} on ${device}`;
}

async function commit(): Promise<string> {
  const inSources = ['-C', import.meta.dirname];
  const hash = await outputOf('git', [...inSources, 'rev-parse', '--short', 'HEAD']);
  if (hash === null) return 'unknown';
  const changed = await outputOf('git', [...inSources, 'status', '--porcelain']);
  return `${hash}${changed === '' ? '' : '+'}`;
}

/** What a program prints, or null where it is missing or fails. */
async function outputOf(program: string, args: readonly string[]): Promise<string | null> {
  return await promisify(execFile)(program, args).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}
