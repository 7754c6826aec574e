import { batchIdOf } from '../plan/batch_id.ts';
import { batchMeta } from '../publish/batch_meta.ts';
import type { Disk } from '../publish/disk.ts';
import type { Layout } from '../publish/layout.ts';
import { jsonBytes, writeFile } from '../publish/whole_file.ts';
import type { Pressed, PressJob } from './job.ts';
import { pressBatch } from './press.ts';
import type { StripePress } from './stripe_press.ts';
import { GENERATOR_VERSION } from './version.ts';

/** Presses a batch into its staging folder. When it returns, every byte and every name of it is durable. */
export function stageBatch(disk: Disk, layout: Layout, job: PressJob, press: StripePress): Pressed {
  const { generator, interval } = job.plan;
  const batchId = batchIdOf(interval.startMs);
  const folder = layout.stagedBatch(generator, batchId);
  disk.remove(folder);
  disk.makeFolder(folder);

  const lines = disk.create(layout.stagedLines(generator, batchId));
  let pressed: Pressed;
  try {
    pressed = pressBatch(job, (bytes) => lines.write(bytes), press);
    lines.sync();
  } finally {
    lines.close();
  }
  const meta = batchMeta(job.plan, pressed, GENERATOR_VERSION, interval.endMs);
  writeFile(disk, layout.stagedMeta(generator, batchId), jsonBytes(meta));
  disk.sync(folder);
  disk.sync(layout.staging(generator));
  return pressed;
}
