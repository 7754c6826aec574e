import { Derivation } from '../engine/derivation.ts';
import type { Folder } from '../engine/folder.ts';
import { isTailPlanned } from '../engine/recover.ts';
import { verifyBatch } from '../engine/verify_batch.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { StripePress } from '../press/stripe_press.ts';
import { batchIdsIn } from '../publish/clean.ts';
import { type Options, UsageError } from './options.ts';
import { Progress } from './progress.ts';
import { type ReadingPorts, reading } from './reading.ts';

/**
 * `verify`: makes every published batch again and compares it with ledger and disk. Writes one line a mismatch, then a
 * summary. Returns the exit code: 0 all agrees, 1 something does not.
 *
 * @throws {UsageError} with operands
 */
export async function verify(
  operands: readonly string[],
  { dataDir }: Options,
  { disk, writers, progress: port }: ReadingPorts,
): Promise<0 | 1> {
  if (operands.length > 0) throw new UsageError(`verify takes no operand, got ${operands.join(' ')}`);
  return await reading(dataDir, disk, (folder) => {
    const { ledger } = folder;
    const rows = publishedRows(folder);
    const derivation = new Derivation(ledger);
    const press = new StripePress();
    const progress = new Progress(port, 'batches', rows.length);
    let mismatchCount = 0;
    let byHash = 0;
    const tell = (line: string) => {
      mismatchCount += 1;
      progress.clear();
      writers.out(line);
    };
    for (const row of rows) {
      const { mismatches, byHashAlone } = verifyBatch(folder, derivation, row, press);
      for (const mismatch of mismatches) tell(`${row.generator} ${row.batchId}: ${mismatch}`);
      if (byHashAlone) byHash += 1;
      progress.advance();
    }
    for (const stranger of strangers(folder)) tell(stranger);
    progress.clear();
    if (byHash > 0) writers.out(`${byHash} batches are of another version: their hash alone was checked`);
    writers.out(
      `Verified ${summary(rows)}: ${mismatchCount} ${mismatchCount === 1 ? 'mismatch' : 'mismatches'}`,
    );
    return mismatchCount === 0 ? 0 : 1;
  });
}

function publishedRows({ ledger }: Folder): BatchRow[] {
  const dataset = ledger.openDataset();
  return dataset === null ? [] : ledger.published(dataset.id);
}

/** What readers can see and the ledger does not know. It is asked last: a service may be publishing. */
function strangers(folder: Folder): string[] {
  const { disk, layout, ledger } = folder;
  const ids = batchIdsIn(disk, layout.events);
  const companies = disk.stat(layout.companies);
  const datasetId = ledger.openDataset()?.id ?? 0;
  const known = ledger.publishedIds(datasetId, 'driver');
  for (const { generator, batchId } of ledger.planned()) if (generator === 'driver') known.add(batchId);
  return [
    ...ids
      .filter((batchId) => !known.has(batchId))
      .map((batchId) => `driver ${batchId}: ${layout.eventBatch(batchId)} is no batch of the ledger`),
    ...(isTailPlanned(folder, datasetId)
      ? []
      : [
          `${layout.companies} has ${companies?.size} bytes, the ledger says ${ledger.companyBytes(datasetId)}`,
        ]),
  ];
}

function summary(rows: readonly BatchRow[]): string {
  const count = (generator: string) => rows.filter((row) => row.generator === generator).length;
  const records = rows.reduce((sum, { recordCount }) => sum + recordCount!, 0);
  return `${count('company')} company and ${count('driver')} driver batches, ${records} records`;
}
