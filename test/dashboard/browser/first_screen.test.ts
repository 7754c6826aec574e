import { afterAll, beforeAll, expect, test } from 'vitest';
import { count, microseconds, percent } from '../../../src/dashboard/page/format.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { hearHealth } from './heard_health.ts';
import { RunningService } from './running_service.ts';

inChromium('the first screen', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  test('fits 1280 × 800 without scrolling', async () => {
    const page = await open(service.origin);
    await page.getByTestId('defects').getByRole('row').nth(3).waitFor();
    const size = await page.evaluate(() => {
      const { scrollHeight, scrollWidth } = document.documentElement;
      return { scrollHeight, scrollWidth };
    });
    expect(size).toEqual({ scrollHeight: 800, scrollWidth: 1280 });
  });

  test('says mode, status and connection in words', async () => {
    const page = await open(service.origin);
    await eventually(async () => {
      expect(await page.locator('.badge').allInnerTexts()).toEqual(['emulated', 'running', 'live']);
      expect(await page.getByTestId('status-line').innerText()).toBe(
        'Running: batches are published on schedule.',
      );
    });
  });

  test('counts down to the next batch of both generators', async () => {
    const page = await open(service.origin);
    const seen = { company: new Set<string>(), driver: new Set<string>() };
    const progress = new Set<string>();
    await eventually(async () => {
      for (const generator of ['company', 'driver'] as const) {
        seen[generator].add(await page.getByTestId(`next-${generator}`).locator('.figure').innerText());
      }
      progress.add(`${await page.getByRole('progressbar').last().getAttribute('value')}`);
      expect(seen.company.size).toBeGreaterThan(3);
      expect(progress.size).toBeGreaterThan(3);
    });
    // Nothing is told before the first answer, and no interval is longer than 5 s and 1 s.
    expect([...seen.company].filter((text) => !/^([0-5] s|–)$/.test(text))).toEqual([]);
    expect([...seen.driver].filter((text) => !/^([01] s|–)$/.test(text))).toEqual([]);
  });

  test('has the figures of GET /api/health', async () => {
    const page = await open(service.origin);
    const health = hearHealth(page);
    await eventually(async () => {
      const tiles = await page.locator('.tile').allInnerTexts();
      const { company_generator: company, driver_generator: driver, lateness_us, quality } = health();
      const { p50, p99, max } = lateness_us!;
      const { records, rate } = quality;
      expect(tiles.slice(2).map((tile) => tile.split(/\n+/))).toEqual([
        ['Batches', `${company.total_batches} · ${driver.total_batches}`, 'company · driver'],
        ['Per minute', `${company.batches_per_minute} · ${driver.batches_per_minute}`, 'company · driver'],
        ['Records', count(records), `${percent(rate)} corrupted`],
        ['Lateness p99', microseconds(p99), `p50 ${microseconds(p50)}, max ${microseconds(max)}`],
      ]);
    });
  });

  test('has the configuration in force', async () => {
    const page = await open(service.origin);
    const settings = page.getByTestId('settings');
    const { config, emulated_config: emulated, run_id, version } = await service.health();
    await eventually(async () => {
      const shown = await settings.locator('dt, dd').allInnerTexts();
      // The last one is how long it is up.
      expect(shown.slice(0, -1)).toEqual([
        ...['Company interval', `${config.company_interval_seconds} s`],
        ...['Driver interval', `${config.driver_interval_seconds} s`],
        ...['Companies per batch', `${emulated!.companies_per_batch}`],
        ...['Events per batch', emulated!.events_per_batch_range.join('–')],
        ...['Corruption rate', percent(config.quality.rate), 'Missed intervals', config.missed_intervals],
        ...['Seed', `${config.seed}`, 'Version', version, 'Run', run_id, 'Up for'],
      ]);
    });
  });
});
