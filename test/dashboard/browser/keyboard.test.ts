import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inChromium } from './chromium.ts';
import { RunningService } from './running_service.ts';

inChromium('by keyboard', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
    await service.post('/api/pause');
  });
  afterAll(() => service.stop());

  test('everything is reached in the order in which it is read, and the focus is seen', async () => {
    const page = await open(service.origin);
    await page.getByTestId('status').filter({ hasText: 'paused' }).waitFor();
    const reached: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const focus = await focused(page);
      if (focus === null) break;
      expect(focus).toMatchObject({ isSeen: true });
      reached.push(focus.name);
    }
    expect(reached).toEqual(
      [
        ...['Skip to the content', 'Overview', 'Batches', 'Log', 'Resume', 'Clean…', 'Theme'],
        ...['Generator', 'Records of the newest', 'Lateness of the newest', 'Defects by kind'],
        ...['curl -s', 'Copy', 'curl -s', 'Copy', 'curl -s', 'Copy', 'Configuration in force'],
      ].map((name) => expect.stringContaining(name)),
    );
  });

  test('the header is skipped, and the view stays', async () => {
    const page = await open(`${service.origin}/#/batches`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(await page.locator('nav [aria-current]').innerText()).toBe('Batches');
    expect(new URL(page.url()).hash).toBe('#/batches');
  });

  test('a button that was pressed keeps the focus', async () => {
    const page = await open(service.origin);
    for (const [pressed, next] of [
      ['Resume', 'Pause'],
      ['Pause', 'Resume'],
    ] as const) {
      await page.getByRole('button', { name: pressed, exact: true }).press('Enter');
      await page.getByRole('button', { name: next, exact: true }).waitFor();
      expect((await focused(page))?.name).toBe(next);
    }
  });

  test('a dialog takes the focus, Escape closes it, and the focus goes back', async () => {
    const page = await open(service.origin);
    const dialog = page.getByRole('dialog', { name: 'Clean the data folder' });
    await page.getByRole('button', { name: 'Clean…' }).press('Enter');
    await dialog.getByRole('button', { name: /^Delete \d/ }).waitFor();
    expect((await focused(page))?.name).toContain('everything');
    for (const button of ['Cancel', 'Delete']) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toMatchObject({ name: expect.stringContaining(button), isSeen: true });
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await focused(page))?.name).toBe('Clean…');
  });
});

/** What has the focus, and whether that shows; null if the page itself has it. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const name = element.ariaLabel ?? element.closest('label')?.textContent ?? element.innerText;
    const { top, bottom } = element.getBoundingClientRect();
    const isOnScreen = top < innerHeight && bottom > 0;
    return { name, isSeen: isOnScreen && getComputedStyle(element).outlineStyle !== 'none' };
  });
}
