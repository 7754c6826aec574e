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

  test('asks for nothing and draws no countdown, hears of batches, and is up to date once somebody looks', async () => {
    const page = await open(service.origin);
    const sizes = page.getByTestId('batch-sizes');
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/health')) asked += 1;
    });
    await countChanges(page);
    await eventually(async () => expect(await changes(page)).toBeGreaterThan(3));

    await setHidden(page, true);
    asked = 0;
    const before = await changes(page);
    const { driver_generator: driver, company_generator: company } = await service.health();
    await eventually(async () => {
      const newest = await service.newestBatch('driver');
      expect(newest.batch_number).toBeGreaterThan(driver.total_batches + 2);
      expect(await readout(sizes)).toBe(sizeOf(newest));
    });
    const companyBatches = (await service.health()).company_generator.total_batches - company.total_batches;
    // One question may be planned and another under way; their answers and company batches move the countdown.
    expect(asked).toBeLessThanOrEqual(1);
    const inBetween = (await changes(page)) - before;
    expect(inBetween).toBeLessThanOrEqual(asked + companyBatches + 2);

    await setHidden(page, false);
    await eventually(async () => {
      expect(asked).toBeGreaterThan(1);
      expect(await changes(page)).toBeGreaterThan(before + inBetween + 3);
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

type Counted = { changes: number };

/** Counts how often the progress to the next company batch changes. */
function countChanges(page: Page): Promise<void> {
  return page.getByTestId('next-company').evaluate((tile) => {
    const counted = window as unknown as Counted;
    counted.changes = 0;
    new MutationObserver((all) => {
      counted.changes += all.length;
    }).observe(tile, { subtree: true, attributeFilter: ['value'] });
  });
}

const changes = (page: Page) => page.evaluate(() => (window as unknown as Counted).changes);
