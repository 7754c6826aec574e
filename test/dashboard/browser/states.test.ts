import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { fill, mountSmallDisk, unmountSmallDisk } from '../../full_disk/small_disk.ts';
import { readBack, readout, sizeOf } from './chart_readouts.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { RunningService } from './running_service.ts';

inChromium('the page says', (open) => {
  const services: RunningService[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });
  const start = async (...options: Parameters<typeof RunningService.start>) => {
    const service = await RunningService.start(...options);
    services.push(service);
    return service;
  };

  test('that there is no data: while a new service makes its first, and after a clean', async () => {
    const service = await start();
    await service.post('/api/pause');
    await service.post('/api/clean');
    const page = await open(service.origin);
    await eventually(async () => {
      expect(await page.getByTestId('batches').locator('.figure').innerText()).toBe('0 · 0');
      expect(await page.getByTestId('records').innerText()).toMatch(/\n0\s+– corrupted$/);
    });
    for (const chart of ['batch-sizes', 'lateness-chart']) {
      expect(await readout(page.getByTestId(chart))).toBe('Nothing yet');
    }
    expect(await page.getByTestId('defects').innerText()).toContain('No defects');
    expect(await page.getByTestId('grade').innerText()).toContain('No pipeline has reported yet');
    // A real service has its first data within 200 ms, so this moment is made by hand.
    const health = await service.health();
    const json = { ...health, status: 'running', lifecycle: { ...health.lifecycle, paused: false } };
    const early = await open(service.origin, {
      before: (page) => page.route('**/api/health', (route) => route.fulfill({ json })),
    });
    await eventually(async () => {
      expect(await statusLine(early)).toBe('No data yet: the first batches come within seconds.');
    });
  });

  const disk = mountSmallDisk();
  afterAll(() => {
    if (disk !== null) unmountSmallDisk(disk);
  });
  test.skipIf(disk === null)(
    `what is wrong since when while the service is degraded${disk ? '' : ' (a disk that is full takes root)'}`,
    async () => {
      const dataDir = join(disk!, 'data');
      const ballast = join(disk!, 'ballast');
      mkdirSync(dataDir);
      const service = await start({ dataDir });
      const page = await open(service.origin);
      await eventually(async () => expect(await status(page)).toBe('running'));
      fill(ballast);
      await eventually(async () => {
        const [problem] = (await service.health()).problems;
        expect(await status(page)).toBe('degraded');
        const since = `Degraded since ${problem!.since!.slice(11, 19)} UTC`;
        const [said] = (await statusLine(page)).match(/^.* UTC/) ?? [];
        expect(said).toBe(since);
        expect(await statusLine(page)).toContain(problem!.message);
      });
      await page.getByTestId('next-driver').getByText('overdue').waitFor();
      rmSync(ballast);
      await eventually(async () => {
        expect(await status(page)).toBe('running');
        expect(await statusLine(page)).toBe('Running: batches are published on schedule.');
      });
    },
  );

  test('that the service is gone, and shows what was missed once it is back, without being loaded again', async () => {
    const service = await start();
    const page = await open(service.origin, { expected: /Failed to load resource: net::/ });
    const connection = page.getByTestId('connection');
    await isLive(page);
    await page.evaluate(() => document.body.setAttribute('data-mark', 'the same page'));

    await service.kill();
    await eventually(async () => {
      expect(await connection.innerText()).toMatch(/^no connection, next try in \d+ s\s*Try now$/);
    });
    expect(await statusLine(page)).toMatch(
      /^No answer since \d\d:\d\d:\d\d UTC \(\d+ s ago\): what is shown is from before/,
    );
    expect(await status(page)).toBe('unknown');
    expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
    await service.start();
    await isLive(page);

    await service.kill();
    await page.context().setOffline(true);
    await service.start();
    const { batch_number: before } = await service.newestBatch('driver');
    await eventually(async () => {
      expect((await service.newestBatch('driver')).batch_number).toBeGreaterThan(before + 1);
    });
    expect(await connection.innerText()).toContain('no connection');
    await page.context().setOffline(false);
    const asked = page.waitForRequest(/stream/);
    await page.getByRole('button', { name: 'Try now' }).click();
    expect((await asked).headers()).toHaveProperty('last-event-id');
    await isLive(page);
    await service.post('/api/pause');
    const batches = await service.newestBatches('driver', 50);
    const sizes = page.getByTestId('batch-sizes');
    await eventually(async () => expect(await readout(sizes)).toBe(sizeOf(batches[0]!)));
    expect(await readBack(sizes, batches.length)).toEqual(batches.map(sizeOf));
    expect(await page.locator('body').getAttribute('data-mark')).toBe('the same page');
  });

  test('that a token is required, and keeps the right one for as long as the tab is open', async () => {
    const service = await start({ env: { TACHOGRAPH_API_TOKEN: 'the-right-token-of-this-test' } });
    const page = await open(service.origin, { expected: /status of 401/ });
    const dialog = page.getByRole('dialog', { name: 'Token required' });
    await dialog.waitFor();
    expect(await page.getByTestId('connection').innerText()).toBe('token required');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);

    const give = async (token: string) => {
      await dialog.getByLabel('Token').fill(token);
      await dialog.getByRole('button', { name: 'Connect' }).click();
    };
    // One that no header can carry: copied with a zero-width space.
    await give('zero\u200bwidth');
    await dialog.getByRole('alert').filter({ hasText: 'That token was refused.' }).waitFor();
    await give('a-wrong-token-of-this-test');
    await dialog.getByRole('alert').filter({ hasText: 'That token was refused.' }).waitFor();
    await give('the-right-token-of-this-test');
    await dialog.waitFor({ state: 'detached' });
    await isLive(page);
    expect(await page.getByTestId('grade').innerText()).toContain(
      '-H "Authorization: Bearer $TACHOGRAPH_API_TOKEN"',
    );
    await page.reload();
    await isLive(page);
    expect(await dialog.isVisible()).toBe(false);

    const otherTab = await page.context().newPage();
    await otherTab.goto(service.origin);
    await otherTab.getByRole('dialog', { name: 'Token required' }).waitFor();
  });
});

const status = (page: Page) => page.getByTestId('status').innerText();
const statusLine = (page: Page) => page.getByTestId('status-line').innerText();

async function isLive(page: Page): Promise<void> {
  await eventually(async () => {
    expect(await page.locator('.badge').allInnerTexts()).toEqual(['emulated', 'running', 'live']);
  });
}
