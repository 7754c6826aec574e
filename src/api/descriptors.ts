import { closeSync, openSync, readFileSync } from 'node:fs';

const LOOK_MS = 250;
/** The part of all descriptors that connections may not take: batches need some. */
const SPARED = 1 / 4;

/**
 * Looks all the time whether descriptors run short (a quarter is kept for files), and takes measures, one after the other, until
 * they do not. Returns what ends it.
 */
export function watchDescriptors(measures: readonly (() => void)[]): () => void {
  const most = descriptorLimit() * (1 - SPARED);
  const timer = setInterval(() => {
    for (const take of measures) if (descriptorsInUse() >= most) take();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** How many descriptors this process may have; Infinity where the system does not tell (Linux does). */
function descriptorLimit(): number {
  try {
    const [, soft] = readFileSync('/proc/self/limits', 'utf8').match(/^Max open files +(\d+)/m) ?? [];
    return Number(soft ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** So many descriptors are in use at least: a system gives the lowest that is free. Infinity if there is none. */
function descriptorsInUse(): number {
  try {
    const lowest = openSync('/dev/null', 'r');
    closeSync(lowest);
    return lowest;
  } catch (error) {
    const isShort = /^E[MN]FILE$/.test((error as NodeJS.ErrnoException).code ?? '');
    return isShort ? Number.POSITIVE_INFINITY : 0;
  }
}
