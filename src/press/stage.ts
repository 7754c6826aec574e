import type { Generator } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import { batchMeta } from '../publish/batch_meta.ts';
import type { Disk } from '../publish/disk.ts';
import type { Layout } from '../publish/layout.ts';
import { jsonBytes, writeFile } from '../publish/whole_file.ts';
import type { Pressed, PressJob, StageJob } from './job.ts';
import { pressBatch } from './press.ts';
import { isDirty, type StripePress } from './stripe_press.ts';
import { GENERATOR_VERSION } from './version.ts';

/** Makes a batch's bytes; see `pressBatch`, whose bytes they are. */
export type PressLines = typeof pressBatch;

/**
 * Presses a batch into its staging folder, and its answer key, if it has one, to where that stays: whoever sees the batch
 * finds its key. When it returns, every byte and every name of them is durable; of a grouped one, all but their own names.
 *
 * @param pressLines who makes the bytes: this thread alone unless it is said otherwise
 */
export function stageBatch(
  disk: Disk,
  layout: Layout,
  job: StageJob,
  press: StripePress,
  pressLines: PressLines = pressBatch,
): Pressed {
  const { generator, interval } = job.plan;
  const batchId = batchIdOf(interval.startMs);
  const folder = layout.stagedBatch(generator, batchId);
  disk.remove(folder);
  disk.makeFolder(folder);

  const pressed = writeFiles(disk, layout, job, press, pressLines);
  const meta = batchMeta(job.plan, pressed, GENERATOR_VERSION, interval.endMs);
  writeFile(disk, layout.stagedMeta(generator, batchId), jsonBytes(meta));
  disk.sync(folder);
  if (job.isGrouped !== true) syncNames(disk, layout, generator, isDirty(job));
  return pressed;
}

/** Makes the names of staged batches, and of their answer keys if they have any, durable. */
export function syncNames(disk: Disk, layout: Layout, generator: Generator, haveKeys = true): void {
  if (haveKeys) disk.sync(layout.answerKeysOf(generator));
  disk.sync(layout.staging(generator));
}

function writeFiles(
  disk: Disk,
  layout: Layout,
  job: PressJob,
  press: StripePress,
  pressLines: PressLines,
): Pressed {
  const { generator, interval } = job.plan;
  const batchId = batchIdOf(interval.startMs);
  const key = isDirty(job) ? disk.create(layout.answerKey(generator, batchId)) : null;
  try {
    const lines = disk.create(layout.stagedLines(generator, batchId));
    try {
      const pressed = pressLines(
        job,
        (bytes) => lines.write(bytes),
        press,
        (bytes) => key?.write(bytes),
      );
      key?.sync();
      lines.sync();
      return pressed;
    } finally {
      lines.close();
    }
  } finally {
    key?.close();
  }
}
