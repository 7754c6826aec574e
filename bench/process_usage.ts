import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second, by which Linux counts CPU time. */
const TICKS = 100;
const KIB_PER_MIB = 1024;

export type Usage = {
  readonly cpuSeconds: number;
  readonly rssMib: number;
  /** The most that it had since it started, as the kernel keeps it. */
  readonly peakRssMib: number;
  readonly files: number;
};

/**
 * What a running process has taken so far.
 * @throws Error where there is no `/proc`, or no such process
 */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  // A process that has just ended has no memory any more.
  const mib = (field: string) => Number(status.match(`${field}:\\s+(\\d+)`)?.[1] ?? 0) / KIB_PER_MIB;
  return {
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS,
    rssMib: mib('VmRSS'),
    peakRssMib: mib('VmHWM'),
    files: readdirSync(`/proc/${pid}/fd`).length,
  };
}
