import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inChromium } from './chromium.ts';
import { RunningService } from './running_service.ts';
import { viewsWith } from './views.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const TOKEN = 'a-token-for-the-tests-of-accessibility';

inChromium('axe-core finds nothing wrong', (open) => {
  let service: RunningService;
  let batchId: string;
  beforeAll(async () => {
    service = await RunningService.start();
    await service.post('/api/pause');
    batchId = (await service.newestBatch('driver')).batch_id;
  });
  afterAll(() => service.stop());

  test('in the overview, before and after pipelines report', async () => {
    const page = await open(service.origin);
    await page.getByTestId('defects').getByRole('row').nth(2).waitFor();
    expect(await violations(page)).toEqual([]);
    await service.post('/api/verdicts', [{ batch_id: batchId, line: 1 }]);
    for (const pipeline of ['default', 'other']) {
      await service.post(`/api/batches/driver/${batchId}/stages`, {
        pipeline,
        stage: 'silver',
        status: 'done',
      });
    }
    await page.getByTestId('grade').locator('.grades').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('in any other view', async () => {
    const page = await open(service.origin);
    for (const [hash, content] of viewsWith(batchId).slice(1)) {
      await page.goto(`${service.origin}/${hash}`);
      await page.getByTestId(content).first().waitFor();
      expect({ hash, found: await violations(page) }).toEqual({ hash, found: [] });
    }
  });

  test('in the dialog of a clean', async () => {
    const page = await open(service.origin);
    await page.getByRole('button', { name: 'Clean…' }).click();
    await page.getByRole('button', { name: /^Delete/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('in what is said when the service is gone or wants a token', async () => {
    const guarded = await RunningService.start({ env: { TACHOGRAPH_API_TOKEN: TOKEN } });
    const page = await open(guarded.origin, { expected: /Failed to load resource: / });
    await page.getByRole('dialog', { name: 'Token required' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Token' }).fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByTestId('status').filter({ hasText: 'running' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await guarded.stop();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

/** What axe-core finds in a page, light and dark, wide and narrow. */
async function violations(page: Page): Promise<string[]> {
  // Evaluated, not added as an element: the page's policy lets no foreign script in.
  await page.evaluate(AXE);
  const found = new Set<string>();
  for (const width of [1280, 380]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const results: AxeResults = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
      for (const { id, help, nodes } of results.violations) {
        for (const { html } of nodes) found.add(`${width} px, ${colorScheme}: ${id}, ${help}: ${html}`);
      }
    }
  }
  return [...found];
}
