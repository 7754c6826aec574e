import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { serve } from '../src/api/serve.ts';
import { pageLoader } from '../src/dashboard/load_page.ts';
import { Bus } from '../src/events/bus.ts';
import type { BatchGenerated } from '../src/events/facts.ts';
import { Feed } from '../src/events/feed.ts';
import { openApi } from '../test/api/api_fixture.ts';

/**
 * What the dashboard weighs: bytes of the page; from a batch's boundary to its bar on the screen, with the real service at a batch of
 * each generator a second; memory of the page after many batches. `bun bench/dashboard.ts --batches 60 --facts 10000`
 */
const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '60' },
    facts: { type: 'string', default: '10000' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const BATCHES = Number(values.batches);
const FACTS = Number(values.facts);
const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --js-flags=--expose-gc --enable-precise-memory-info';
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

await measureBytes();
const browser = await chromium.launch({ executablePath: values.chromium, args: ARGS.split(' ') });
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
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-dashboard-'));
  const config = join(folder, 'config.yaml');
  writeFileSync(config, CONFIG);
  const service = spawn(
    'bun',
    ['src/main.ts', '--config', config, '--data-dir', join(folder, 'data'), '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const origin = await new Promise<string>((resolve) => {
    service.stdout.on('data', (chunk) => {
      const found = String(chunk).match(/Listening on (http:\S+)/);
      if (found !== null) resolve(found[1]!);
    });
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(origin);
  const delays = await timesToScreen(page, BATCHES);
  await page.close();
  service.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
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
      bus.tell(factNumber(told), told + 1);
      if (told % 20 === 0) await Bun.sleep(5);
    }
    await page.getByText(new RegExp(`Batch ${Math.ceil(target / 2)} at`)).waitFor();
    console.log(`heap: ${(await used()).toFixed(1)} MiB after ${target} batches`);
  }
  await page.close();
  await serving.stop();
}

/** Company and driver in turn, ten seconds apart. */
function factNumber(n: number): BatchGenerated {
  const number = Math.floor(n / 2) + 1;
  const endMs = Date.UTC(2025, 10, 9) + number * 10_000;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    event: 'batch_generated',
    timestamp: iso(endMs),
    mode: 'emulated',
    generator: n % 2 === 0 ? 'company' : 'driver',
    batch_id: iso(endMs - 10_000).replaceAll(/[-:]|\.000/g, ''),
    batch_number: number,
    record_count: 10 + (number % 7),
    valid_count: 7 + (number % 7),
    corrupted_count: 3,
    issues: { missing_field: 2, null_value: 1 },
    interval_start: iso(endMs - 10_000),
    interval_end: iso(endMs),
    interval_seconds: 10,
    bytes: 5000,
    lateness_us: 300 + (number % 50),
    generation_ms: 2,
  };
}
