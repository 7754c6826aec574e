import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytes, counted } from '../../../src/dashboard/page/format.ts';
import { readout, sizeOf } from './chart_readouts.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { RunningService } from './running_service.ts';

inChromium('the controls', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  const isPaused = async () => (await service.health()).lifecycle.paused;

  test('pause, and the page says so everywhere', async () => {
    const page = await open(service.origin);
    const clean = page.getByRole('button', { name: 'Clean…' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await isPaused()).toBe(true);
    expect(await page.getByTestId('status').innerText()).toBe('paused');
    expect(await page.getByTestId('status-line').innerText()).toMatch(
      /^Paused since \d\d:\d\d:\d\d UTC \(\d+ s ago\): nothing becomes visible\.$/,
    );
    for (const generator of ['company', 'driver']) {
      expect(await page.getByTestId(`next-${generator}`).innerText()).toContain('paused');
    }
    expect(await page.locator('.notices').innerText()).toContain('Paused: no batch becomes visible');
    expect(await clean.isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await isPaused()).toBe(false);
    expect(await clean.isDisabled()).toBe(true);
  });

  test('clean says what will go, keeps it unless that is confirmed, and lets it go', async () => {
    const page = await open(service.origin);
    await service.post('/api/pause');
    const clean = page.getByRole('button', { name: 'Clean…' });
    const dialog = page.getByRole('dialog', { name: 'Clean the data folder' });
    await clean.click();
    const { summary } = await service.post<Cleaned>('/api/clean?dry_run=true');
    const batches = summary.company_batches + summary.driver_batches;
    const confirm = dialog.getByRole('button', { name: `Delete ${batches} batches` });
    await confirm.waitFor();
    expect(await dialog.locator('.preview').innerText()).toBe(
      `This deletes ${counted(summary.company_batches, 'company batch', 'company batches')} and ${counted(summary.driver_batches, 'driver batch', 'driver batches')} with ${counted(summary.records, 'record', 'records')} (${bytes(summary.bytes)}), their answer keys and their metadata.`,
    );
    await dialog.getByLabel('production batches only').check();
    await dialog.getByText('There is nothing to delete.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog.getByLabel('emulated batches only').check();
    await confirm.waitFor();

    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(async () => expect(await isFocused(clean)).toBe(true));
    expect((await service.post<Cleaned>('/api/clean?dry_run=true')).summary).toEqual(summary);

    await clean.click();
    await confirm.click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('.notices').innerText()).toMatch(/^Cleaned: \d+ items deleted/);
    expect((await service.get<{ batches: unknown[] }>('/api/batches')).batches).toEqual([]);
    await page.getByTestId('batches').filter({ hasText: '0 · 0' }).waitFor();
    for (const chart of ['batch-sizes', 'lateness-chart']) {
      expect(await readout(page.getByTestId(chart))).toBe('Nothing yet');
    }

    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await page.locator('.notices').innerText()).toContain(
      (await service.health()).auto_reinit.actions[0]!,
    );
    await eventually(async () => {
      expect(await readout(page.getByTestId('batch-sizes'))).toBe(
        sizeOf(await service.newestBatch('driver')),
      );
    });
  });

  test('what is refused is said where it was asked for', async () => {
    await service.post('/api/pause');
    const page = await open(service.origin, { expected: /status of 503/ });
    const dialog = page.getByRole('dialog', { name: 'Clean the data folder' });
    await page.getByRole('button', { name: 'Clean…' }).click();
    const confirm = dialog.getByRole('button', { name: /^Delete \d/ });
    await confirm.waitFor();
    const detail = 'a clean cannot be finished: mend that and ask again';
    await page.route('**/api/clean?', (route) =>
      route.fulfill({
        status: 503,
        json: { title: 'Service Unavailable', detail, error: 'clean_unfinished' },
      }),
    );
    await confirm.click();
    await dialog.getByRole('alert').filter({ hasText: detail }).waitFor();
    expect((await service.newestBatches('driver', 1)).length).toBe(1);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('a clean that is about to be confirmed hears of it when somebody else resumes, or cleans', async () => {
    await service.post('/api/pause');
    const page = await open(service.origin);
    const dialog = page.getByRole('dialog', { name: 'Clean the data folder' });
    await page.getByRole('button', { name: 'Clean…' }).click();
    await dialog.getByRole('button', { name: /^Delete \d/ }).waitFor();
    await service.post('/api/clean');
    await dialog.getByText('There is nothing to delete.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await service.post('/api/resume');
    await dialog.getByRole('alert').filter({ hasText: 'Somebody has resumed meanwhile' }).waitFor();
    await dialog.getByRole('button', { name: /^Delete \d/ }).waitFor();
    expect(await dialog.getByRole('button', { name: /^Delete/ }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});

type Cleaned = {
  readonly summary: {
    readonly company_batches: number;
    readonly driver_batches: number;
    readonly records: number;
    readonly bytes: number;
  };
};

const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
