import { DEFECT_KINDS, type DefectKind, type Quality } from '../defects/kinds.ts';
import type { Sizing } from '../fleet/sizing.ts';
import { type ConfigFile, corruptionRate } from './schema.ts';
import type { Settings } from './settings.ts';

/** The settings of the mode that the file chooses. What the file says of the other mode is dropped. */
export function resolveSettings(file: ConfigFile): Settings {
  const emulated = file.emulated_mode;
  return {
    mode: emulated.enabled ? 'emulated' : 'production',
    seed: file.seed ?? null,
    intervalMs: emulated.enabled
      ? { company: emulated.company_batch_interval, driver: emulated.driver_batch_interval }
      : { company: file.company_onboarding_interval, driver: file.driver_event_interval },
    missedIntervals: file.missed_intervals,
    sizing: sizingOf(file),
    quality: qualityOf(file.quality_injection),
    logInjectedIssues: file.quality_injection.log_injected_issues,
  };
}

function sizingOf({ emulated_mode: emulated, ...file }: ConfigFile): Sizing {
  return {
    companiesPerBatch: emulated.enabled ? emulated.companies_per_batch : file.number_of_companies,
    driversPerCompany: file.drivers_per_company,
    eventCount: emulated.enabled
      ? { kind: 'uniform', min: emulated.events_per_batch_min, max: emulated.events_per_batch_max }
      : { kind: 'poisson', ratePerDriver: file.event_rate_per_driver },
    geographyWeights: file.geography_weights,
    activeRatio: file.active_ratio,
  };
}

function qualityOf(file: ConfigFile['quality_injection']): Quality {
  const weights = DEFECT_KINDS.map(({ kind }) => [kind, file[`${kind}_probability`]]);
  return {
    rate: file.enabled ? corruptionRate(file) : 0,
    inDriverEvents: file.inject_in_driver_events,
    inCompanies: file.inject_in_companies,
    weights: Object.fromEntries(weights) as Record<DefectKind, number>,
  };
}
