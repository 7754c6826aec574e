import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readout, sizeOf } from './chart_readouts.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { RunningService } from './running_service.ts';

inChromium('a tab in the background', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  test('asks for nothing and lets no clock tick, hears of batches, and goes on once somebody looks', async () => {
    const page = await open(service.origin, { before: countTicks });
    const sizes = page.getByTestId('batch-sizes');
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/health')) asked += 1;
    });
    await eventually(async () => expect(await ticks(page)).toBeGreaterThan(3));

    await setHidden(page, true);
    asked = 0;
    const before = await ticks(page);
    const { batch_number: first } = await service.newestBatch('driver');
    await eventually(async () => {
      const newest = await service.newestBatch('driver');
      expect(newest.batch_number).toBeGreaterThan(first + 2);
      expect(await readout(sizes)).toBe(sizeOf(newest));
    });
    // One question was planned before.
    expect(asked).toBeLessThanOrEqual(1);
    expect(await ticks(page)).toBe(before);

    await setHidden(page, false);
    await eventually(async () => {
      expect(asked).toBeGreaterThan(1);
      expect(await ticks(page)).toBeGreaterThan(before + 3);
    });
  });
});

/** What a browser does when a tab goes behind another; headless it never does. */
function setHidden(page: Page, isHidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

type Counted = { ticks: number };

/** Counts how often anything happens in the page that happens at intervals. */
function countTicks(page: Page) {
  return page.addInitScript(() => {
    const counted = window as unknown as Counted;
    counted.ticks = 0;
    const { setInterval: begin } = window;
    window.setInterval = ((act: () => void, ms: number) =>
      begin(() => {
        counted.ticks += 1;
        act();
      }, ms)) as typeof window.setInterval;
  });
}

const ticks = (page: Page) => page.evaluate(() => (window as unknown as Counted).ticks);
