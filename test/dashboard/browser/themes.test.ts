import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inChromium } from './chromium.ts';
import { isDrawnIn } from './drawn_colors.ts';
import { eventually } from './eventually.ts';
import { RunningService } from './running_service.ts';

/** Colours of the page's ground and of a chart's valid records, as tokens.css has them. */
const LIGHT = { ground: 'rgb(244, 246, 248)', valid: [15, 118, 110] };
const DARK = { ground: 'rgb(14, 17, 22)', valid: [45, 212, 191] };

inChromium('the theme', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  test('follows the system, also when that changes, and charts follow it', async () => {
    const page = await open(service.origin, { colorScheme: 'dark' });
    const sizes = page.getByTestId('batch-sizes');
    for (const [colorScheme, theme] of [
      ['dark', DARK],
      ['light', LIGHT],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await ground(page)).toBe(theme.ground);
      await eventually(async () => expect(await isDrawnIn(sizes, theme.valid)).toBe(true));
    }
    expect(await isDrawnIn(sizes, DARK.valid)).toBe(false);
  });

  test('is what somebody chose, kept, and there before anything is painted', async () => {
    const page = await open(service.origin, { colorScheme: 'light', before: noteFirstGround });
    const choice = page.getByLabel('Theme');
    await choice.selectOption('dark');
    expect(await ground(page)).toBe(DARK.ground);
    await eventually(async () => {
      expect(await isDrawnIn(page.getByTestId('batch-sizes'), DARK.valid)).toBe(true);
    });
    await page.reload();
    expect(await firstGround(page)).toBe(DARK.ground);
    expect(await ground(page)).toBe(DARK.ground);
    expect(await choice.inputValue()).toBe('dark');
    await choice.selectOption('system');
    expect(await ground(page)).toBe(LIGHT.ground);
    await page.reload();
    expect(await firstGround(page)).toBe(LIGHT.ground);
  });
});

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const firstGround = (page: Page) => page.evaluate(() => (window as unknown as Noted).firstGround);

type Noted = { firstGround: string };

/** Before the page's own code has run, which a browser may paint sooner than. */
function noteFirstGround(page: Page) {
  return page.addInitScript(() => {
    document.addEventListener('readystatechange', () => {
      (window as unknown as Noted).firstGround ??= getComputedStyle(document.body).backgroundColor;
    });
  });
}
