import { readdirSync } from 'node:fs';
import Counter from 'prom-client/lib/counter.js';
import type Registry from 'prom-client/lib/registry.js';
import { showGauge } from './gauge.ts';

/** Each open file of this process; Linux alone has it. */
const OPEN_FILES = '/proc/self/fd';

/**
 * What every Prometheus client tells of its process, under the usual names. prom-client's own collection of these wakes a
 * hundred times a second to measure the event loop, and asks for heaps that only Node has.
 */
export function showProcess(registry: Registry): void {
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process, user and system, in seconds.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  const resident = { name: 'process_resident_memory_bytes', help: 'Resident memory of the process.' };
  showGauge(registry, resident, () => [{ value: process.memoryUsage.rss() }]);
  const startTime = { name: 'process_start_time_seconds', help: 'When the process began, epoch seconds.' };
  showGauge(registry, startTime, () => [{ value: performance.timeOrigin / 1000 }]);
  const openFiles = { name: 'process_open_fds', help: 'Open file descriptors of the process.' };
  showGauge(registry, openFiles, () => openFileCount().map((value) => ({ value })));
}

/** One number, or none where the system does not tell. */
function openFileCount(): number[] {
  try {
    // To list them takes one more.
    return [readdirSync(OPEN_FILES).length - 1];
  } catch {
    return [];
  }
}
