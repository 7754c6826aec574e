import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import type { PressJob } from '../../src/press/job.ts';
import { driverJobOf, qualityOf } from '../../test/press/jobs.ts';

/** The same batch, clean and with defects of the default weights in 5 % of its lines. */
export type PressJobs = { readonly clean: PressJob; readonly dirty: PressJob };

/** @param companies about 35 events each */
export function pressJobs(companies: number): PressJobs {
  const clean = driverJobOf(companies);
  const weights = Object.fromEntries(DEFECT_KINDS.map(({ kind, weight }) => [kind, weight]));
  return { clean, dirty: { ...clean, quality: qualityOf(0.05, weights) } };
}
