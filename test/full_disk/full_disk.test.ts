import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillAndFree } from './fill_and_free.ts';
import { mountSmallDisk, unmountSmallDisk } from './small_disk.ts';

const disk = mountSmallDisk();

// Mounting a filesystem takes root, which CI is; elsewhere nothing stands in for a disk that is really full.
test.skipIf(disk === null)(
  'a disk that is full for a while degrades the service, and it heals by itself without a batch lost',
  async () => {
    const data = join(disk!, 'data');
    mkdirSync(data);
    try {
      const report = await fillAndFree(data, join(disk!, 'ballast'));
      expect(report.problemCodes.every((code) => ['ENOSPC', 'SQLITE_FULL'].includes(code))).toBe(true);
      expect(report.problemCodes.length).toBeGreaterThan(0);
      expect(report.readyStatus).toBe(503);
      expect(report.pausedWhileFull).toBe('paused');
      expect(report.errorsInLog).toBeGreaterThan(0);
      expect(report.batchesAfter).toBeGreaterThanOrEqual(report.batchesBefore + 2);
      expect(report.faults).toEqual([]);
      expect(report.exitCode).toBe(0);
    } finally {
      unmountSmallDisk(disk!);
    }
    // Bounds a hang; it measures nothing.
  },
  120_000,
);
