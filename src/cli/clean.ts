import { cleaned, kept } from '../engine/announcements.ts';
import { cleanFolder, previewClean } from '../engine/clean_folder.ts';
import { type Clock, nowMsOf } from '../engine/clock.ts';
import type { Cleaned, CleanSummary } from '../engine/control.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Disk } from '../publish/disk.ts';
import { Layout } from '../publish/layout.ts';
import { type Options, UsageError } from './options.ts';
import { reading } from './reading.ts';
import { takeFolder } from './take_folder.ts';
import type { Writers } from './writers.ts';

export type CleanPorts = {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly writers: Writers;
  /** Puts a question to a person and resolves with the answer; null where nobody is there to be asked. */
  readonly ask: ((question: string) => Promise<string>) | null;
};

/**
 * `clean`: deletes all that was published, as `POST /api/clean` does, while no service is running. Asks first, unless it is told
 * `--yes`. Returns the exit code: 0 done, or nothing to do; 1 somebody said no, or something could not be deleted.
 *
 * @throws {UsageError} with operands, or where nobody can be asked; {NoLedger}, {FolderInUse}
 */
export async function clean(
  operands: readonly string[],
  { dataDir, isSure }: Options,
  { clock, disk, writers, ask }: CleanPorts,
): Promise<0 | 1> {
  if (operands.length > 0) throw new UsageError(`clean takes no operand, got ${operands.join(' ')}`);
  const going = await reading(dataDir, disk, async (folder) => {
    const dataset = folder.ledger.openDataset();
    return dataset === null ? null : previewClean(folder, dataset.id, null);
  });
  if (going === null || going.items.length === 0) {
    writers.out(`There is nothing to clean in ${dataDir}`);
    return 0;
  }
  if (!isSure && !isYes(await questionOf(ask)(`Delete ${inWords(going.summary)} from ${dataDir}? [y/N] `))) {
    writers.out('Nothing was deleted');
    return 1;
  }
  const { items, errors, summary } = cleanAll(dataDir, disk, clock);
  for (const error of errors) writers.err(`ERROR ${error}`);
  writers.out(`Deleted ${inWords(summary)}: ${items.length} items, ${errors.length} errors`);
  return errors.length === 0 ? 0 : 1;
}

function cleanAll(dataDir: string, disk: Disk, clock: Clock): Cleaned {
  const layout = new Layout(dataDir);
  const unlock = takeFolder({ disk, clock }, layout);
  const ledger = new Ledger(layout.ledger);
  try {
    const dataset = ledger.openDataset();
    // Another process has been quicker.
    if (dataset === null) return { items: [], errors: [], summary: NOTHING };
    const fact = kept(cleaned(null, nowMsOf(clock)));
    return cleanFolder({ disk, layout, ledger }, dataset.id, null, fact).report;
  } finally {
    ledger.close();
    unlock();
  }
}

const NOTHING: CleanSummary = { companyBatches: 0, driverBatches: 0, records: 0, bytes: 0 };

function questionOf(ask: CleanPorts['ask']): NonNullable<CleanPorts['ask']> {
  if (ask !== null) return ask;
  throw new UsageError('clean asks before it deletes, and there is no terminal to ask on: give --yes');
}

function isYes(answer: string): boolean {
  return ['y', 'yes'].includes(answer.trim().toLowerCase());
}

function inWords({ companyBatches, driverBatches, records, bytes }: CleanSummary): string {
  return `${companyBatches} company and ${driverBatches} driver batches (${records} records, ${(bytes / 1e6).toFixed(1)} MB)`;
}
