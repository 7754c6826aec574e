import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BatchView } from '../../../src/api/batches.ts';
import { counted, microseconds, percent, words } from '../../../src/dashboard/page/format.ts';
import type { Grade } from '../../../src/dashboard/page/state/grade.ts';
import { clock, readBack, readout, sizeOf } from './chart_readouts.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { hearHealth } from './heard_health.ts';
import { RunningService } from './running_service.ts';

inChromium('the charts', (open) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  test('show the newest batch of GET /api/batches', async () => {
    const page = await open(service.origin);
    const sizes = page.getByTestId('batch-sizes');
    await eventually(async () =>
      expect(await readout(sizes)).toBe(sizeOf(await service.newestBatch('driver'))),
    );
    await sizes.getByLabel('Generator').selectOption('company');
    await eventually(async () =>
      expect(await readout(sizes)).toBe(sizeOf(await service.newestBatch('company'))),
    );
  });

  test('are read by the arrow keys, batch by batch', async () => {
    const page = await open(service.origin);
    const sizes = page.getByTestId('batch-sizes');
    const lateness = page.getByTestId('lateness-chart');
    await eventually(async () => {
      expect((await service.newestBatch('driver')).batch_number).toBeGreaterThan(3);
    });
    await service.post('/api/pause');
    const batches = await service.newestBatches('driver', 3);
    const companies = (await service.newestBatches('company', 3)).filter(
      (batch) => batch.lateness_us !== null,
    );
    await eventually(async () => expect(await readout(sizes)).toBe(sizeOf(batches[0]!)));
    expect(await readBack(sizes, 3)).toEqual(batches.map(sizeOf));
    expect(await readBack(lateness, 3)).toEqual(batches.map((batch) => latenessOf(batch, companies)));
    await service.post('/api/resume');
  });

  test('of defects has the counts of GET /api/health', async () => {
    const page = await open(service.origin);
    const health = hearHealth(page);
    const rows = page.getByTestId('defects').locator('tbody tr');
    await eventually(async () => {
      const shown = await rows.evaluateAll((all) => all.map((row) => row.textContent));
      const { issues } = health().quality;
      const counts = Object.entries(issues).toSorted(([, a], [, b]) => b - a);
      expect(shown).toEqual(counts.map(([kind, count]) => `${words(kind)}${count}`));
      expect(counts.length).toBeGreaterThan(5);
    });
  });

  test('of the grade are those of GET /api/grade', async () => {
    const page = await open(service.origin);
    const panel = page.getByTestId('grade');
    await panel.getByText('No pipeline has reported').waitFor();
    // While nothing comes, so that both tell of the same batches.
    await service.post('/api/pause');
    let graded = 0;
    for (const batch of await service.newestBatches('driver', 2)) {
      await flagSome(service, batch);
      graded += 1;
      await eventually(async () => {
        const grade = await service.get<Grade>('/api/grade?last=100');
        expect(grade.batches.graded).toBe(graded);
        expect(grade.records.true_positives).toBeGreaterThan(0);
        expect(await figures(panel)).toEqual(figuresOf(grade));
        expect(await rows(panel)).toEqual(rowsOf(grade));
      });
    }
    await service.post('/api/resume');
  });

  test('of latency shows the stages that the chosen pipeline reports', async () => {
    const page = await open(service.origin);
    const panel = page.getByTestId('stage-latency');
    const { batch_id, published_at } = await service.newestBatch('driver');
    const second = clock(new Date(Math.round(Date.parse(published_at!) / 1000) * 1000).toISOString());
    const report = (pipeline: string, stage: string, afterMs: number) =>
      service.post(`/api/batches/driver/${batch_id}/stages`, {
        ...{ pipeline, stage, status: 'done' },
        at: new Date(Date.parse(published_at!) + afterMs).toISOString(),
      });
    await report('lake', 'bronze', 250);
    await report('lake', 'silver', 1500);
    await report('lake', 'gold', 2750);
    await report('warehouse', 'bronze', 125);
    for (const [pipeline, latency] of [
      ['warehouse', 'bronze 125 ms'],
      ['lake', 'bronze 250 ms, silver 1.50 s, gold 2.75 s'],
    ] as const) {
      await panel.locator('select').selectOption(pipeline);
      await eventually(async () => expect(await readout(panel)).toBe(`At ${second}: ${latency}`));
    }
  });
});

/** A company batch that was due at the same time is read with it. */
function latenessOf(driver: BatchView, companies: readonly BatchView[]): string {
  const company = companies.filter(({ interval_end }) => interval_end === driver.interval_end);
  const parts = [...company, driver].map(
    ({ generator, lateness_us }) => `${generator} ${microseconds(lateness_us)}`,
  );
  return `At ${clock(driver.interval_end)}: ${parts.join(', ')}`;
}

/** Reports every other dirty line of a batch, and every clean one. */
async function flagSome(service: RunningService, { batch_id, record_count }: BatchView): Promise<void> {
  const { issues } = await service.get<{ issues: { line: number; kind: string }[] }>(
    `/api/batches/driver/${batch_id}/issues`,
  );
  const dirty = new Set(issues.map(({ line }) => line));
  const lines = Array.from({ length: record_count! }, (_, i) => i + 1);
  const verdicts = [
    ...issues.filter((_, i) => i % 2 === 0).map(({ line, kind }) => ({ batch_id, line, kind })),
    ...lines.filter((line) => !dirty.has(line)).map((line) => ({ batch_id, line, kind: 'null_value' })),
  ];
  await service.post('/api/verdicts', verdicts);
  await service.post(`/api/batches/driver/${batch_id}/stages`, { stage: 'silver', status: 'done' });
}

const figures = (panel: Locator) => panel.locator('.grades dd, .detail').allInnerTexts();

function figuresOf({ records, batches: { graded, pending } }: Grade): string[] {
  const { precision, recall, f1, true_positives, false_negatives, false_positives } = records;
  const alarms = counted(false_positives, 'false alarm', 'false alarms');
  const batches = counted(graded, 'batch', 'batches');
  return [
    ...[precision, recall, f1].map(percent),
    `${true_positives} caught, ${false_negatives} missed, ${alarms} in ${batches} of the newest 100; ${pending} pending`,
  ];
}

/** Kind, bar, caught, recall, precision. */
function rows(panel: Locator): Promise<string[][]> {
  return panel
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent!)));
}

function rowsOf({ kinds }: Grade): string[][] {
  return kinds.map(({ kind, dirty, caught, recall, diagnosed }) => [
    words(kind),
    '',
    `${caught} of ${dirty}`,
    percent(recall),
    percent(diagnosed?.precision ?? null),
  ]);
}
