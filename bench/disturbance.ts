import { readFileSync } from 'node:fs';

/** Clock ticks since the machine started: of all its cores when they were not idle, of all its cores, and of this process and its ended children. */
type Ticks = { readonly busy: number; readonly all: number; readonly own: number };

/**
 * Begins to watch what the rest of the machine does. The function that it returns says which share of all cores others have taken since, 0–1,
 * the kernel's own threads included; null where there is no `/proc`. Children count as ours once they have ended.
 */
export function watchOthers(): () => number | null {
  const before = ticks();
  return () => {
    const after = ticks();
    if (before === null || after === null || after.all === before.all) return null;
    const others = after.busy - before.busy - (after.own - before.own);
    return Math.max(0, others) / (after.all - before.all);
  };
}

function ticks(): Ticks | null {
  try {
    const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
    // cpu user nice system idle iowait irq softirq steal; guests are counted under user.
    const cores = first.trim().split(/\s+/).slice(1, 9).map(Number);
    const all = cores.reduce((sum, count) => sum + count, 0);
    // utime, stime and those of children that were waited for: fields 14–17, of which the first three stand before the bracket's end.
    const own = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ').slice(11, 15).map(Number);
    return {
      busy: all - cores[3]! - cores[4]!,
      all,
      own: own.reduce((sum, count) => sum + count, 0),
    };
  } catch {
    return null;
  }
}
