import { Life } from '../fakes/mortal.ts';
import { at, emulated, type Machine, production, type Service, start } from '../fixtures.ts';

export const PRODUCTION = production({ intervalMs: { company: 10_000, driver: 10_000 } });

/** A folder with three batches of each generator in emulated mode, then some in production mode, then paused. */
export async function mixed(
  host: Machine,
  { life = new Life(), settings = emulated() } = {},
): Promise<Service> {
  const first = start(host, { settings });
  await host.clock.runUntil(at('12:00:20'));
  await first.stop();
  const second = start(host, { settings: { ...PRODUCTION, quality: settings.quality }, life });
  await host.clock.runUntil(at('12:01:00'));
  await second.engine.pause();
  return second;
}
