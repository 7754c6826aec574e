import { encodeFacts } from '../../src/fleet/company_facts.ts';
import { drawCompanies } from '../../src/fleet/company_stripe.ts';
import { Pool } from '../../src/fleet/pool.ts';
import type { EventCount } from '../../src/fleet/sizing.ts';
import type { PressJob } from '../../src/press/job.ts';
import {
  companyJobOf,
  driverJobOf,
  EMULATED,
  jobOf,
  NOON,
  planOf,
  qualityOf,
  sizingOf,
  wholeStripe,
} from './jobs.ts';

// No test framework here: Deno makes the same batches to compare.

/** The active companies of the frozen company batch. */
function companiesOfFrozenBatch() {
  const pool = new Pool();
  pool.append(1, NOON, encodeFacts(drawCompanies(42, wholeStripe(100), 3_600_000, sizingOf())));
  return pool.eligibleAt(NOON).companies;
}

const DRIVER = jobOf({ companies: companiesOfFrozenBatch() });
const TEN_SECONDS: PressJob = {
  ...DRIVER,
  sizing: sizingOf({ eventCount: EMULATED }),
  plan: planOf({ mode: 'emulated', interval: { startMs: NOON, endMs: NOON + 10_000 } }),
};
const MANY: EventCount = { kind: 'uniform', min: 60_000, max: 90_000 };

/** The jobs whose bytes are frozen. */
export const GOLDEN_JOBS: Readonly<Record<string, PressJob>> = {
  'company batch': companyJobOf(),
  'company batch, dirty': companyJobOf({ quality: qualityOf(0.3) }),
  'driver batch': DRIVER,
  'driver batch, dirty': { ...DRIVER, quality: qualityOf(0.3) },
  'emulated batch': TEN_SECONDS,
  'emulated batch, dirty': { ...TEN_SECONDS, quality: qualityOf(0.3) },
  'large company batch': companyJobOf({ sizing: sizingOf({ companiesPerBatch: 70_000 }) }),
  'large driver batch': driverJobOf(5000),
  'large driver batch, dirty': driverJobOf(5000, { quality: qualityOf(0.05) }),
  'large emulated batch': driverJobOf(50, {
    plan: planOf({ seed: 2 ** 48, mode: 'emulated', interval: { startMs: NOON, endMs: NOON + 3_600_000 } }),
    sizing: sizingOf({ driversPerCompany: 1000, eventCount: MANY }),
  }),
};
