import { afterAll, beforeAll, expect, test } from 'vitest';
import { inChromium } from './chromium.ts';
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
});
