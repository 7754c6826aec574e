import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count } from '../../../src/dashboard/page/format.ts';
import { fileOfDay } from '../../../src/log/daily_files.ts';
import type { LogEntry } from '../../../src/log/entry.ts';
import { Layout } from '../../../src/publish/layout.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { RunningService } from './running_service.ts';

/** As many as an answer of GET /api/logs holds. */
const ANSWERED = 1000;
const EARLIER = 2 * ANSWERED;
const NEEDLES = 3;

inChromium('the log', (open) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tachograph-log-'));
  let service: RunningService;
  beforeAll(async () => {
    writeEarlierLog(dataDir);
    service = await RunningService.start({ dataDir });
  });
  afterAll(async () => {
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const view = (page: Page) => ({
    rows: page.getByTestId('log-rows'),
    count: page.getByTestId('log-count'),
    level: page.getByTestId('log-level'),
    search: page.getByTestId('log-search'),
    follow: page.getByTestId('log-follow'),
    held: page.getByTestId('log-held'),
  });
  const openLog = async () => view(await open(`${service.origin}/#/log`));
  const entries = async (query: string) =>
    (await service.get<{ entries: LogEntry[] }>(`/api/logs?${query}`)).entries;

  test('shows the newest entries of GET /api/logs, and draws those that are seen', async () => {
    const { rows, count: counted } = await openLog();
    await eventually(async () => {
      const newest = (await entries('limit=5')).map(({ message }) => message);
      expect((await messages(rows)).slice(-5)).toEqual(newest);
    });
    expect(await rows.locator('.entry-line').count()).toBeLessThan(100);
    const [, shown, all] = (await counted.innerText()).match(/^([\d,]+) of ([\d,]+) entries$/)!;
    expect(shown).toBe(all!);
    expect(Number(all!.replace(',', ''))).toBeGreaterThanOrEqual(ANSWERED);
  });

  test('is narrowed to a severity and to a text, as the API has them', async () => {
    const { rows, level, search, count: counted } = await openLog();
    await level.selectOption('error');
    const errors = (await entries('limit=1000')).filter((entry) => entry.level === 'error');
    expect(errors.length).toBeGreaterThan(0);
    await eventually(async () => expect(await counted.innerText()).toMatch(`${count(errors.length)} of `));
    expect((await messages(rows)).slice(-5)).toEqual(errors.slice(-5).map(({ message }) => message));
    await level.selectOption('debug');
    await search.fill('NEEDLE');
    await eventually(async () => expect(await counted.innerText()).toMatch(`${NEEDLES} of `));
    expect(await messages(rows)).toEqual(
      Array.from({ length: NEEDLES }, (_, i) => expect.stringContaining(`needle ${i}`)),
    );
    expect(await rows.locator('mark').first().innerText()).toBe('needle');
    await search.fill('what nobody wrote');
    await rows.page().getByText('No entry matches.').waitFor();
  });

  test('stands still while somebody reads, and goes on', async () => {
    const { rows, follow, held } = await openLog();
    await eventually(async () => {
      expect((await messages(rows)).at(-1)).toBe((await entries('limit=1'))[0]!.message);
    });
    await follow.click();
    const last = (await messages(rows)).at(-1);
    await eventually(async () =>
      expect(await held.innerText()).toMatch(/^Paused, ([2-9]|\d\d+) new entries$/),
    );
    expect((await messages(rows)).at(-1)).toBe(last!);
    await follow.click();
    await eventually(async () => {
      expect(await held.innerText()).toBe('Follows the newest');
      expect((await messages(rows)).at(-1)).toBe((await entries('limit=1'))[0]!.message);
    });
  });

  test('is read by keyboard, and an entry opens to all there is to it', async () => {
    const { rows, follow, search } = await openLog();
    await search.fill('needle 1');
    const entry = rows.locator('.entry-toggle');
    await eventually(async () => expect(await entry.count()).toBe(1));
    await entry.press('Enter');
    const details = rows.getByTestId('log-details');
    await details.waitFor();
    expect(await details.innerText()).toMatch(/needle 1[\s\S]*secret\s+in the haystack/);
    expect(await follow.innerText()).toBe('Newest');
    await rows.press('/');
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
  });
});

function messages(rows: ReturnType<Page['getByTestId']>): Promise<string[]> {
  return rows.locator('.message').allInnerTexts();
}

/** As a service leaves it that ran earlier today: more than an answer holds, some of it errors, some of it to be found. */
function writeEarlierLog(dataDir: string): void {
  const nowMs = Date.now();
  const file = fileOfDay(new Layout(dataDir).logs, new Date(nowMs).toISOString().slice(0, 10));
  const lines = Array.from({ length: EARLIER }, (_, i): LogEntry => {
    const isNeedle = i >= EARLIER - NEEDLES;
    return {
      timestamp: new Date(nowMs).toISOString(),
      level: i > EARLIER - ANSWERED / 2 && i % 100 === 99 ? 'error' : 'info',
      logger: 'earlier',
      message: isNeedle ? `This is needle ${i - EARLIER + NEEDLES}` : `Entry ${i}`,
      extra: isNeedle ? { secret: 'in the haystack' } : {},
    };
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
