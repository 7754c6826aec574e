import type { HealthView } from '../../../api/health.ts';
import { duration, NOTHING, percent, words } from '../format.ts';
import { health } from '../state/health.ts';
import { Panel } from './panel.tsx';
import { Scrolling } from './scrolling.tsx';

/** The configuration that the service runs with, and which process it is. */
export function SettingsInForce() {
  const view = health.value;
  return (
    <Panel title="Configuration in force" testId="settings">
      <Scrolling label="Configuration in force">
        <dl class="rows">
          {(view === null ? [] : rowsOf(view)).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Scrolling>
    </Panel>
  );
}

function rowsOf(view: HealthView): readonly (readonly [string, string])[] {
  const { config, emulated_config: emulated } = view;
  const emulatedRows = emulated && [
    ['Companies per batch', `${emulated.companies_per_batch}`] as const,
    ['Events per batch', emulated.events_per_batch_range.join('–')] as const,
  ];
  return [
    ['Company interval', duration(config.company_interval_seconds)],
    ['Driver interval', duration(config.driver_interval_seconds)],
    ...(emulatedRows ?? []),
    ['Corruption rate', corruption(config.quality)],
    ['Missed intervals', words(config.missed_intervals)],
    ['Seed', config.seed === null ? 'drawn' : `${config.seed}`],
    ['Version', view.version],
    ['Run', view.run_id],
    ['Up for', duration(view.uptime.seconds)],
  ];
}

/** `30.0 %`, and of which generator where it is one alone. */
function corruption({ rate, in_driver_events, in_companies }: HealthView['config']['quality']): string {
  if (rate === 0 || !(in_driver_events || in_companies)) return NOTHING;
  const where =
    in_driver_events && in_companies ? '' : in_driver_events ? ', drivers only' : ', companies only';
  return `${percent(rate)}${where}`;
}
