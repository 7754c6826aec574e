import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inChromium } from './chromium.ts';
import { RunningService } from './running_service.ts';
import { viewsWith } from './views.ts';

/** Of a shift's score: words that change in the middle of their badges and buttons, all at once, have half as much. */
const NOTICEABLE = 0.00025;

inChromium('the layout', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  test('shifts neither while it loads nor later, wide or narrow', async () => {
    // Tall enough for all of the narrow page: what is scrolled away shifts unseen.
    const sizes = [
      { width: 1280, height: 800 },
      { width: 380, height: 2600 },
    ];
    const pages: Page[] = [];
    for (const viewport of sizes) {
      const expected = /Failed to load resource: net::/;
      pages.push(await open(service.origin, { viewport, expected, before: noteShifts }));
    }
    const say = async (testId: string, text: string) => {
      for (const page of pages) await page.getByTestId(testId).filter({ hasText: text }).waitFor();
    };
    await say('status', 'running');
    const { batch_id } = await service.newestBatch('driver');
    await service.post('/api/verdicts', [{ batch_id, line: 1 }]);
    await service.post(`/api/batches/driver/${batch_id}/stages`, { stage: 'silver', status: 'done' });
    await say('grade', '1 batch of the newest');
    await service.post('/api/pause');
    await say('status', 'paused');
    await service.post('/api/clean');
    await say('batches', '0 · 0');
    await service.post('/api/resume');
    await say('status', 'running');
    await service.kill();
    await say('connection', 'no connection');
    await service.start();
    await say('connection', 'live');
    await say('defects', 'missing field');
    for (const page of pages) expect(await noticeableShifts(page)).toEqual([]);
  });

  test('of no view is wider than a narrow screen, or shifts there while it loads', async () => {
    await service.post('/api/pause');
    const { batch_id } = await service.newestBatch('driver');
    for (const [hash, content] of viewsWith(batch_id)) {
      const viewport = { width: 380, height: 800 };
      const page = await open(`${service.origin}/${hash}`, { viewport, before: noteShifts });
      await page.getByTestId(content).first().waitFor();
      await page.getByTestId('status').filter({ hasText: 'paused' }).waitFor();
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      const shifts = await noticeableShifts(page);
      expect({ hash, scrollWidth, shifts }).toEqual({ hash, scrollWidth: 380, shifts: [] });
    }
  });
});

type Noted = { shifts: { value: number; moved: string[] }[] };
type LayoutShift = PerformanceEntry & {
  readonly value: number;
  readonly sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
};

/** Has the browser note what it calls a layout shift: something visible that begins elsewhere than before. */
function noteShifts(page: Page) {
  return page.addInitScript(() => {
    const noted = window as unknown as Noted;
    noted.shifts = [];
    const at = ({ x, y }: DOMRect) => `${Math.round(x)},${Math.round(y)}`;
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as LayoutShift[]) {
        const moved = sources.map(({ node, previousRect, currentRect }) => {
          const name = node instanceof Element ? node.outerHTML.slice(0, 80) : node?.textContent;
          return `${name} from ${at(previousRect)} to ${at(currentRect)}`;
        });
        noted.shifts.push({ value, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

async function noticeableShifts(page: Page): Promise<Noted['shifts']> {
  const shifts = await page.evaluate(() => (window as unknown as Noted).shifts);
  return shifts.filter(({ value }) => value > NOTICEABLE);
}
