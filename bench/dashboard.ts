import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { serve } from '../src/api/serve.ts';
import { pageLoader } from '../src/dashboard/load_page.ts';
import { Bus } from '../src/events/bus.ts';
import { Feed } from '../src/events/feed.ts';
import { GENERATORS } from '../src/plan/batch.ts';
import { openApi } from '../test/api/api_fixture.ts';
import { EXECUTABLE, FLAGS } from '../test/dashboard/browser/executable.ts';
import { RunningService } from '../test/dashboard/browser/running_service.ts';
import { batchFact } from '../test/dashboard/facts.ts';

/**
 * What the dashboard weighs: bytes of the page; from a batch's boundary to its bar on the screen, with the real service at a batch of
 * each generator a second; memory of the page after many batches. `bun bench/dashboard.ts --batches 60 --facts 10000`; CHROMIUM_PATH says where
 * the browser is.
 */
const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '60' },
    facts: { type: 'string', default: '10000' },
  },
});
const BATCHES = Number(values.batches);
const FACTS = Number(values.facts);
const ARGS = [...FLAGS, '--js-flags=--expose-gc', '--enable-precise-memory-info'];
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

await measureBytes();
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
await measureTimeToScreen(browser);
await measureMemory(browser);
await browser.close();

async function measureBytes(): Promise<void> {
  const { assets } = await pageLoader()();
  let total = 0;
  for (const { gzipped } of assets.values()) total += gzipped.length;
  console.log(`page: ${assets.size} files, ${(total / 1024).toFixed(1)} KiB gzipped`);
}

async function measureTimeToScreen(browser: Browser): Promise<void> {
  const service = await RunningService.start({ config: CONFIG, lasts: 'PT1H' });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(service.origin);
  const delays = await timesToScreen(page, BATCHES);
  await page.close();
  await service.stop();
  const sorted = delays.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(0);
  console.log(
    `boundary to bar: ${sorted.length} batches, p50 ${at(0.5)}, p90 ${at(0.9)}, max ${at(1)} ms, ${sorted.filter((ms) => ms > 1000).length} over 1 s`,
  );
}

/** Watches the sentence above the chart, which is written together with the bars, and waits until the frame is painted. */
function timesToScreen(page: Page, count: number): Promise<number[]> {
  return page.evaluate(
    (wanted) =>
      new Promise<number[]>((resolve) => {
        const delays: number[] = [];
        const readout = document.querySelector('[data-testid="batch-sizes"] [data-testid="readout"]')!;
        const observer = new MutationObserver(() => {
          const time = readout.textContent.match(/at (\d\d:\d\d:\d\d)/)?.[1];
          if (time === undefined) return;
          const dueMs = Date.parse(`${new Date().toISOString().slice(0, 11)}${time}Z`);
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              delays.push(performance.timeOrigin + performance.now() - dueMs);
              // The first is history that came with the page.
              if (delays.length <= wanted) return;
              observer.disconnect();
              resolve(delays.slice(1));
            }),
          );
        });
        observer.observe(readout, { characterData: true, childList: true, subtree: true });
      }),
    count,
  );
}

async function measureMemory(browser: Browser): Promise<void> {
  const bus = new Bus();
  const { app } = openApi({ bus, feed: new Feed(bus, () => []), loadPage: pageLoader() });
  const serving = serve(app.fetch, '127.0.0.1', 0);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${serving.port}`);
  await page.getByTestId('connection').filter({ hasText: 'live' }).waitFor();
  const used = async () => {
    await page.evaluate('gc()');
    return ((await page.evaluate('performance.memory.usedJSHeapSize')) as number) / 1024 / 1024;
  };
  console.log(`heap: ${(await used()).toFixed(1)} MiB empty`);
  let told = 0;
  for (const target of [FACTS / 10, FACTS / 2, FACTS]) {
    for (; told < target; told++) {
      // Company and driver in turn.
      bus.tell(batchFact(Math.floor(told / 2) + 1, { generator: GENERATORS[told % 2]! }), told + 1);
      if (told % 20 === 0) await Bun.sleep(5);
    }
    await page.getByText(new RegExp(`Batch ${Math.ceil(target / 2)} at`)).waitFor();
    console.log(`heap: ${(await used()).toFixed(1)} MiB after ${target} batches`);
  }
  await page.close();
  await serving.stop();
}
