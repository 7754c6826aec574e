import * as v from 'valibot';
import { amount, choice, count, difference, flag, list, share, time, words } from './fields.ts';
import { DefectCounts, generationMode } from './identity.ts';

/** A generator's progress. */
const progress = {
  total_batches: count('Batches of the dataset, those that somebody removed included.', 42),
  last_batch_time: v.nullable(time('When the newest became visible; null before the first.')),
  idle_seconds: v.nullable(amount('Since then, in seconds; null before the first.', 3.2)),
  next_batch_time: v.nullable(
    time('When the next is due; null while none is planned.', '2025-11-09T12:00:20.000Z'),
  ),
  batches_per_minute: count('How many became visible in the last 60 seconds.', 6),
};

export const AutoReinit = v.pipe(
  v.object({
    performed: flag('Whether this process ever published what was missing by itself.', true),
    at: v.nullable(time('When it last did; null if it never did.')),
    actions: list(words('`company_batch` or `driver_batch`.', 'driver_batch'), 'What it then published.'),
    missing_files: list(
      words('Path within the data folder.', 'raw/events'),
      'What somebody had deleted before the start.',
    ),
    count: count('How often in this process.', 1),
  }),
  v.description('What the service published without being asked, because it was missing: the baseline.'),
);

const Problem = v.object({
  code: words('Of the system or of SQLite.', 'ENOSPC'),
  message: words('For people.', 'no space left on device'),
  since: time('Since when.'),
});

const eventCount = count('Fewest, then most.', 5, 1);

const percentile = (which: string, example: number) =>
  v.nullable(difference(`${which}, in µs; null before the first batch on schedule.`, example));

/** What `GET /api/health` answers. */
export const Health = v.object({
  status: choice(
    ['running', 'paused', 'degraded'],
    '`degraded` while anything is wrong, paused or not.',
    'running',
  ),
  timestamp: time('Now.', '2025-11-09T12:00:13.200Z'),
  version: words('Version of the service.', '0.1.0'),
  run_id: words('Names this process in the ledger.', 'V1StGXR8_Z5jdHi6B-myT'),
  generation_mode: generationMode,
  uptime: v.object({
    seconds: amount('Since the start of this process, in seconds.', 5400.5),
    hours: amount('The same in hours.', 1.5001),
    start_time: time('When this process started.', '2025-11-09T10:30:12.700Z'),
  }),
  company_generator: v.object(progress),
  driver_generator: v.object({
    ...progress,
    last_interval_end: v.nullable(time('End of the newest interval; null before the first.')),
  }),
  lifecycle: v.object({
    paused: flag('Whether it is paused; that survives a restart.', false),
    shutdown_requested: flag('Whether it is about to stop.', false),
    since: time('Since when it is paused, or running.', '2025-11-09T10:30:12.700Z'),
  }),
  state: v.object({
    last_saved: v.nullable(time('When the file was last written; null before the first time.')),
    state_file: words('Path within the data folder.', 'manifests/generator_state.json'),
  }),
  auto_reinit: AutoReinit,
  quality: v.object({
    records: count('Lines published in the dataset, of both generators.', 950),
    corrupted: count('Dirty ones among them.', 48),
    rate: v.nullable(share('Dirty lines among all, 0 to 1; null before the first.', 0.0505)),
    issues: DefectCounts,
  }),
  lateness_us: v.object({
    p50: percentile('Median lateness of the newest 1000 batches on schedule', 390),
    p99: percentile('99th percentile of it', 820),
    max: percentile('Largest of it', 1104),
  }),
  problems: list(Problem, 'What is wrong now; empty when all is well.'),
  config: v.pipe(
    v.object({
      company_interval_seconds: count('Between company batches, in seconds.', 10, 1),
      driver_interval_seconds: count('Between driver batches, in seconds.', 10, 1),
      missed_intervals: choice(
        ['skip', 'catch_up'],
        'What becomes of intervals that ended while nothing could be published.',
        'skip',
      ),
      seed: v.nullable(count('Seed of batch 1; null where the config leaves it out.', 42)),
      quality: v.object({
        rate: share('Probability that a line is dirty, 0 to 1.', 0.05),
        in_driver_events: flag('Whether driver events may be.', true),
        in_companies: flag('Whether companies may be.', true),
      }),
    }),
    v.description('The settings in force.'),
  ),
  emulated_config: v.exactOptional(
    v.pipe(
      v.object({
        company_interval_seconds: count('Between company batches, in seconds.', 10, 1),
        driver_interval_seconds: count('Between driver batches, in seconds.', 10, 1),
        companies_per_batch: count('New companies per company batch.', 10, 1),
        events_per_batch_range: v.pipe(
          v.strictTuple([eventCount, eventCount]),
          v.metadata({ description: 'Fewest and most events of a driver batch.', examples: [[5, 20]] }),
        ),
      }),
      v.description('Only in emulated mode.'),
    ),
  ),
});
