import { adoptBatches } from './adopt.ts';
import { Engine, type EngineDeps } from './engine.ts';
import { findRemoved, finishClean, recoverPlans } from './recover.ts';
import { mixingWarnings, openSession } from './session.ts';

/**
 * Brings a prepared folder in order, whatever state the last process or a person left it in, and opens an engine on it.
 *
 * @param version the service's
 * @throws {SeedRefused} and the disk's errors
 */
export function boot(deps: EngineDeps, version: string): Engine {
  const { clock, ledger, log, settings } = deps;
  const nowMs = Math.floor(clock.nowUs() / 1000);
  finishClean(deps, nowMs);

  const removed = findRemoved(deps, nowMs);
  const { driverBatches } = removed;
  if (driverBatches > 0)
    log.warn(`${driverBatches} driver ${driverBatches === 1 ? 'batch was' : 'batches were'} deleted by hand`);
  if (removed.companies) log.warn('raw/companies.jsonl was deleted by hand: its companies are retired');
  for (const warning of mixingWarnings(ledger, settings)) log.warn(warning);

  const { dataset, configHash } = openSession({ ...deps, nowMs, version });
  const adopted = adoptBatches(deps, dataset.id);
  if (adopted > 0) log.info(`${adopted} batches that the ledger did not know as published are recorded`);
  const missing = [
    ...(removed.companies ? ['raw/companies.jsonl'] : []),
    ...(removed.driverBatches > 0 ? [`raw/events (${removed.driverBatches} batches)`] : []),
  ];
  return new Engine(deps, dataset, recoverPlans(deps, dataset.id, configHash), missing);
}
