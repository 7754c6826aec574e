import { Derivation } from '../engine/derivation.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import { pressBatch } from '../press/press.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import { type Options, UsageError } from './options.ts';
import { type ReadingPorts, reading } from './reading.ts';

/**
 * `replay <generator> <batch_id> [--clean]`: writes the bytes of a batch that is or was published, made again from the ledger
 * alone. Returns the exit code: 0 done, 1 if other bytes came out than were published.
 *
 * @throws {UsageError} if there was no such batch
 */
export async function replay(
  operands: readonly string[],
  { dataDir, clean }: Options,
  { disk, writers }: ReadingPorts,
): Promise<0 | 1> {
  const [generator, batchId, ...more] = operands;
  if (!isGenerator(generator) || batchId === undefined || more.length > 0) {
    throw new UsageError(`replay takes a generator (${GENERATORS.join(', ')}) and a batch_id`);
  }
  return await reading(dataDir, disk, ({ ledger }) => {
    const row = ledger.everPublished(generator, batchId);
    if (row === null) throw new UsageError(`${dataDir} never had a ${generator} batch ${batchId}`);
    refuseOtherVersion(row);
    const job = new Derivation(ledger).jobOf(row);
    const quality = clean ? { ...job.quality, rate: 0 } : job.quality;
    const { sha256 } = pressBatch({ ...job, quality }, writers.bytes);
    if (clean || sha256 === row.sha256) return 0;
    writers.err(`ERROR the bytes have the hash ${sha256}, those that were published had ${row.sha256}`);
    return 1;
  });
}

function isGenerator(text: string | undefined): text is Generator {
  return GENERATORS.some((generator) => generator === text);
}

function refuseOtherVersion({ generator, batchId, generatorVersion }: BatchRow): void {
  if (generatorVersion === GENERATOR_VERSION) return;
  throw new Error(
    `${generator} batch ${batchId} was made by version ${generatorVersion} of the bytes, this is version ${GENERATOR_VERSION}`,
  );
}
