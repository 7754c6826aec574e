import { createHash } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
import { snapshotOf } from '../config/snapshot.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DatasetRow } from '../ledger/rows.ts';
import { GENERATORS } from '../plan/batch.ts';
import { GENERATOR_VERSION } from '../press/version.ts';

export type SessionOptions = {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly nowMs: number;
  readonly runId: string;
  /** The service's version. */
  readonly version: string;
  /** Draws a dataset's seed where the config leaves it out. */
  readonly drawSeed: () => number;
};

/** The config's seed would make ids again that the dataset has already. */
export class SeedRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SeedRefused';
  }
}

/** A run on the open dataset. */
export type Session = { readonly dataset: DatasetRow; readonly configHash: string };

/**
 * Begins a run on the open dataset, or on a new one.
 * @throws {SeedRefused}
 */
export function openSession(options: SessionOptions): Session {
  const { ledger, settings, nowMs, runId, version, drawSeed } = options;
  const dataset = ledger.openDataset() ?? ledger.beginDataset(settings.seed ?? drawSeed(), nowMs);
  const seed = settings.seed ?? dataset.seed;
  refuseUsedSeeds(ledger, dataset.id, seed);
  const config = snapshotOf(settings);
  const configHash = configHashOf(settings);
  ledger.beginRun({
    id: runId,
    datasetId: dataset.id,
    mode: settings.mode,
    seed,
    config,
    configHash,
    version,
    generatorVersion: GENERATOR_VERSION,
    startedMs: nowMs,
  });
  return { dataset, configHash };
}

/** SHA-256 of the settings as the ledger keeps them. */
export function configHashOf(settings: Settings): string {
  return createHash('sha256').update(snapshotOf(settings)).digest('hex');
}

/** What a person should know before a folder with data goes on under other settings; nothing if all is as it was. */
export function mixingWarnings(ledger: Ledger, settings: Settings): string[] {
  const dataset = ledger.openDataset();
  const newest = dataset === null ? null : ledger.newestBatch(dataset.id);
  if (dataset === null || newest === null) return [];
  const advice =
    'Mixing is not recommended; to start afresh: POST /api/pause, POST /api/clean, POST /api/resume';
  const warnings: string[] = [];
  if (newest.mode !== settings.mode) {
    warnings.push(`The folder holds ${newest.mode} batches and goes on in ${settings.mode} mode. ${advice}`);
  }
  const usedSeed = newest.seed - (newest.number - 1);
  const seed = settings.seed ?? dataset.seed;
  if (usedSeed !== seed) {
    warnings.push(`The folder holds batches of seed ${usedSeed} and goes on with seed ${seed}. ${advice}`);
  }
  return warnings;
}

function refuseUsedSeeds(ledger: Ledger, datasetId: number, seed: number): void {
  for (const generator of GENERATORS) {
    const { nextNumber, highestSeed } = ledger.position(datasetId, generator);
    const next = seed + nextNumber - 1;
    if (highestSeed !== null && next <= highestSeed) {
      throw new SeedRefused(
        `seed ${seed} gives the next ${generator} batch (number ${nextNumber}) the seed ${next}, but seeds up to ` +
          `${highestSeed} are used and their ids would come again: write a seed of at least ` +
          `${highestSeed - nextNumber + 2}, or start on another data folder`,
      );
    }
  }
}
