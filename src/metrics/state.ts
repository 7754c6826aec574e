import type Registry from 'prom-client/lib/registry.js';
import type { Settings } from '../config/settings.ts';
import type { EngineControl } from '../engine/control.ts';
import { obstacleOf } from '../engine/readiness.ts';
import type { Feed } from '../events/feed.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import type { DiskSpace } from '../publish/disk.ts';
import { type Sample, showGauge } from './gauge.ts';

export type StateSources = {
  readonly engine: Pick<EngineControl, 'status'>;
  readonly settings: Pick<Settings, 'intervalMs'>;
  /** When a generator's newest batch in the folder was published, epoch ms; null before the first. */
  readonly lastPublishedMs: (generator: Generator) => number | null;
  readonly feed: Pick<Feed, 'followers'>;
  readonly diskSpace: () => DiskSpace | null;
};

/** Adds what the service is like at the moment when somebody asks. */
export function showState(registry: Registry, sources: StateSources): void {
  const { engine, settings, lastPublishedMs, feed, diskSpace } = sources;
  const one = (name: string, help: string, read: () => number | null) =>
    showGauge(registry, { name, help }, () => samplesOf(read()));
  const byGenerator = (name: string, help: string, read: (generator: Generator) => number | null) =>
    showGauge(registry, { name, help, labelNames: ['generator'] }, () =>
      GENERATORS.flatMap((generator) => samplesOf(read(generator), { generator })),
    );

  one('tachograph_paused', '1 while somebody has paused it.', () => Number(engine.status().paused));
  one('tachograph_degraded', '1 while something keeps it from publishing.', () =>
    Number(engine.status().problems.length > 0),
  );
  one('tachograph_ready', '1 while GET /readyz answers 200.', () =>
    Number(obstacleOf(engine.status()) === null),
  );
  const problems = { name: 'tachograph_problems', help: 'What is wrong now, by code.', labelNames: ['code'] };
  showGauge(registry, problems, () =>
    engine.status().problems.map(({ code }) => ({ labels: { code }, value: 1 })),
  );

  byGenerator('tachograph_interval_seconds', 'Length of an interval.', (generator) =>
    secondsOf(settings.intervalMs[generator]),
  );
  byGenerator(
    'tachograph_last_batch_timestamp_seconds',
    'When the newest batch in the folder was published, epoch seconds.',
    (generator) => secondsOf(lastPublishedMs(generator)),
  );
  byGenerator(
    'tachograph_next_batch_timestamp_seconds',
    'When the next batch is due, epoch seconds; missing while paused. In the past: it is overdue.',
    (generator) => secondsOf(engine.status().nextDueMs[generator]),
  );

  one('tachograph_stream_clients', 'Clients that follow GET /api/stream.', () => feed.followers);
  const space = 'of the filesystem that the data folder lies on.';
  one('tachograph_disk_free_bytes', `Free bytes ${space}`, () => diskSpace()?.free ?? null);
  one('tachograph_disk_size_bytes', `Size ${space}`, () => diskSpace()?.total ?? null);
}

function samplesOf(value: number | null, labels: Readonly<Record<string, string>> = {}): Sample[] {
  return value === null ? [] : [{ labels, value }];
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
