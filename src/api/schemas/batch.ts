import * as v from 'valibot';
import { BATCH_STATES } from '../../ledger/schema.ts';
import { amount, choice, count, difference, list, time } from './fields.ts';
import {
  batchId,
  batchNumber,
  DefectCounts,
  generationMode,
  generator,
  lineCounts,
  sha256,
} from './identity.ts';
import { Stage } from './stage.ts';

const SEEN = BATCH_STATES.filter((state) => state !== 'planned');

const batch = {
  generator,
  batch_id: batchId,
  batch_number: batchNumber,
  state: choice(
    SEEN,
    '`published`; `removed` when somebody deleted its files; `cleaned` by a clean of its mode.',
    'published',
  ),
  generation_mode: generationMode,
  interval_start: time('Its events happened at or after this.', '2025-11-09T12:00:00.000Z'),
  interval_end: time('Its events happened before this, when it is due.'),
  ...lineCounts,
  bytes: count('Size in bytes.', 4410),
  sha256: sha256('its bytes'),
  seed: count('Seed of this batch: that of the config plus its number minus 1.', 48),
  pool_from: v.nullable(
    count('Number of the first company batch whose companies drive in it; null for none.', 1, 1),
  ),
  pool_to: v.nullable(count('Number of the last of them; null for none.', 7, 1)),
  generator_version: count('Of the generator: the same version and seed give the same bytes.', 2, 1),
  generation_ms: v.nullable(
    amount('Time that making its bytes took, in ms; null where it is not known.', 1.42),
  ),
  published_at: time('When it became visible.', '2025-11-09T12:00:10.001Z'),
  lateness_us: v.nullable(
    difference(
      'Visible time minus interval end, in µs; null for a baseline and for what was caught up or recovered.',
      412,
    ),
  ),
};

/** A batch as it is listed. */
export const Batch = v.pipe(v.object(batch), v.description('A batch, as the ledger knows it.'));

/** What `GET /api/batches` answers. */
export const BatchList = v.object({
  batches: list(Batch, 'Published batches of the dataset, the newest first.'),
  next_before: v.nullable(count('The `before` of the next page; null at the end.', 13, 1)),
});

/** What `GET /api/batches/{generator}/{batch_id}` answers. */
export const BatchDetail = v.object({
  ...batch,
  issues: DefectCounts,
  stages: list(Stage, 'What pipelines reported of it, by pipeline and stage.'),
});
