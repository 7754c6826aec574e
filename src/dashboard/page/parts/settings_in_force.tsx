import { duration, instant, NOTHING } from '../format.ts';
import { health } from '../state/health.ts';
import { Panel } from './panel.tsx';
import { Scrolling } from './scrolling.tsx';

/** The configuration that the service runs with, and which process it is. */
export function SettingsInForce() {
  const view = health.value;
  const emulated = view?.emulated_config;
  const rows: (readonly [string, string])[] = view
    ? [
        ['Mode', view.generation_mode],
        ...(emulated
          ? ([
              ['Company interval', `${emulated.company_interval_seconds} s`],
              ['Driver interval', `${emulated.driver_interval_seconds} s`],
              ['Companies per batch', `${emulated.companies_per_batch}`],
              ['Events per batch', emulated.events_per_batch_range.join('–')],
            ] as const)
          : []),
        ['Version', view.version],
        ['Run', view.run_id],
        ['Up for', duration(view.uptime.seconds)],
        ['State saved', instant(view.state.last_saved)],
      ]
    : [];
  return (
    <Panel title="Configuration in force" testId="settings">
      <Scrolling label="Configuration in force">
        <dl class="rows">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value || NOTHING}</dd>
            </div>
          ))}
        </dl>
      </Scrolling>
    </Panel>
  );
}
