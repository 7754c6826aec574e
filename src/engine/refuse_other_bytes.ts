import type { BatchRow } from '../ledger/rows.ts';
import { sha256Of } from '../publish/batch_lines.ts';
import { ForeignBytes } from '../publish/publisher.ts';
import type { Folder } from './folder.ts';

/** @throws {ForeignBytes} if what stands where a published batch's lines do has another hash than the ledger's */
export function refuseOtherBytes({ disk, layout }: Omit<Folder, 'ledger'>, batch: BatchRow): void {
  const lines = layout.linesOf(batch);
  if (sha256Of(disk, lines) === batch.sha256) return;
  throw new ForeignBytes(lines.path, `does not hold the bytes of ${batch.generator} batch ${batch.batchId}`);
}
