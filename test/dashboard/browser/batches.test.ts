import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BatchView } from '../../../src/api/batches.ts';
import { words } from '../../../src/dashboard/page/format.ts';
import { newestFirst } from '../../../src/dashboard/page/state/batch_rows.ts';
import { inChromium } from './chromium.ts';
import { eventually } from './eventually.ts';
import { RunningService } from './running_service.ts';

type Line = { readonly line: number; readonly raw: string };
type Issue = { readonly line: number; readonly kind: string };

inChromium('the batches', (open) => {
  let service: RunningService;
  /** One that has defects of several kinds. */
  let batch: BatchView;
  let path: string;
  beforeAll(async () => {
    service = await RunningService.start();
    batch = await service.newestBatch('driver');
    path = `/api/batches/driver/${batch.batch_id}`;
  });
  afterAll(() => service.stop());

  const openPart = (part: string) => open(`${service.origin}/#/batches/driver/${batch.batch_id}/${part}`);
  const issues = async () => (await service.get<{ issues: Issue[] }>(`${path}/issues`)).issues;

  test('are listed as GET /api/batches has them, new ones on top', async () => {
    const page = await open(`${service.origin}/#/batches`);
    const rows = page.getByTestId('batch-list').locator('tbody tr');
    await rows.first().waitFor();
    const listedFirst = await rows.count();
    await eventually(async () => {
      const { batches } = await service.get<{ batches: BatchView[] }>('/api/batches?limit=50');
      expect(batches.length).toBeGreaterThan(listedFirst + 1);
      // The API lists them in the order in which they were planned.
      expect(await cells(rows)).toEqual(newestFirst(batches).map((each) => rowOf(each as BatchView)));
    });
    await page.getByLabel('Generator').selectOption('company');
    await eventually(async () => {
      expect(await cells(rows)).toEqual((await service.newestBatches('company', 50)).map(rowOf));
    });
    await page.getByLabel('Generator').selectOption('driver');
    await page.getByRole('link', { name: batch.batch_id }).click();
    await page.getByRole('heading', { name: `Driver batch ${batch.batch_id}` }).waitFor();
  });

  test('open to their lines, and what a defect changed is marked where it is, before and after', async () => {
    const page = await openPart('lines');
    const lines = page.getByTestId('line');
    await eventually(async () => expect(await lines.count()).toBe(batch.record_count!));
    const { records } = await service.get<{ records: Line[] }>(`${path}/records?limit=100`);
    const clean = service.output('replay', 'driver', batch.batch_id, '--clean').trimEnd().split('\n');
    const kinds = new Map((await issues()).map(({ line, kind }) => [line, kind]));
    const changes = records.map(({ line, raw }, i) => {
      const shown = lines.nth(i);
      return { line, shown, raw, kind: kinds.get(line), leaves: leavesThatDiffer(clean[i]!, raw) };
    });
    let compared = 0;
    for (const { line, shown, raw, kind, leaves } of changes) {
      const { text, before, after, note } = await partsOf(shown);
      expect(text).toBe(raw);
      expect(note).toBe(kind === undefined ? null : words(kind));
      if (kind === undefined) expect({ line, before, after }).toEqual({ line, before: '', after: '' });
      for (const leaf of leaves ?? []) {
        if (leaf.before !== undefined) expect(before).toContain(leaf.before);
        if (leaf.after !== undefined) expect(after).toContain(leaf.after);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(0);
    await page.getByLabel('Only lines with defects').check();
    await eventually(async () => {
      const numbers = await lines.evaluateAll((all) => all.map((line) => Number(line.dataset.line)));
      expect(numbers).toEqual([...kinds.keys()]);
    });
  });

  test('show the bytes of their file', async () => {
    const page = await openPart('raw');
    const hex = await page.getByTestId('hex').innerText();
    const file = readFileSync(service.layout.eventLines(batch.batch_id));
    const shown = hex
      .trimEnd()
      .split('\n')
      .map((row) =>
        row
          .slice(10, 10 + 3 * 16)
          .trim()
          .split(' '),
      );
    expect(shown.flat().join('')).toBe(file.subarray(0, 2048).toString('hex'));
  });

  test('tell what the ledger knows', async () => {
    await service.post(`${path}/stages`, { stage: 'bronze', status: 'done', accepted: 12 });
    const page = await openPart('metadata');
    const metadata = page.getByTestId('metadata');
    await metadata.waitFor();
    for (const value of [batch.sha256!, `${batch.seed}`, `${batch.batch_number}`, batch.generation_mode]) {
      expect(await metadata.innerText()).toContain(value);
    }
    const counts = new Map<string, number>();
    for (const { kind } of await issues()) counts.set(words(kind), (counts.get(words(kind)) ?? 0) + 1);
    const shown = await page
      .getByTestId('issues')
      .locator('div')
      .evaluateAll((all) => {
        return all.map(
          (row) => [row.children[0]!.textContent, Number(row.children[1]!.textContent)] as const,
        );
      });
    expect(new Map(shown)).toEqual(counts);
    expect(await page.getByTestId('stages').innerText()).toContain('default: bronze done after');
    expect(await page.getByTestId('stages').innerText()).toContain('12 accepted');
  });

  test('have commands that ask for the same, to be copied', async () => {
    const page = await openPart('lines');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const [, url] = command.match(/^curl -s '?(http[^']+)'?$/)!;
    expect(url).toContain(`${service.origin}${path}/records?`);
    const { records } = await service.get<{ records: Line[] }>(url!.slice(service.origin.length));
    expect(records.length).toBe(batch.record_count!);
  });
});

/** Number, generator, id, records, valid, corrupted. */
function cells(rows: Locator): Promise<string[][]> {
  return rows.evaluateAll((all) =>
    all.map((row) => [0, 1, 2, 4, 5, 6].map((i) => (row as HTMLTableRowElement).cells[i]!.innerText.trim())),
  );
}

function rowOf(batch: BatchView): string[] {
  const { batch_number, generator, batch_id, record_count: records, valid_count, corrupted_count } = batch;
  const share = records ? `${((corrupted_count! / records) * 100).toFixed(1)} %` : '–';
  return [batch_number, generator, batch_id, records, valid_count, `${corrupted_count} ${share}`].map(String);
}

/** The line as it is in the file, what was struck out and what is marked in it, and the kind that is told beside it. */
function partsOf(line: Locator) {
  return line.evaluate((item) => {
    const code = item.querySelector('code')!;
    const textOf = (selector: string) =>
      [...code.querySelectorAll(selector)].map(({ textContent }) => textContent).join(' ');
    const as = code.cloneNode(true) as HTMLElement;
    for (const del of as.querySelectorAll('del')) del.remove();
    return {
      text: as.textContent,
      before: textOf('del'),
      after: textOf('mark'),
      note: item.querySelector('.note strong')?.textContent ?? null,
    };
  });
}

type Difference = { readonly before: string | undefined; readonly after: string | undefined };

/** Values that two records do not share, as JSON; null where a line is no JSON. */
function leavesThatDiffer(clean: string, dirty: string): Difference[] | null {
  const [before, after] = [leavesOf(clean), leavesOf(dirty)];
  if (before === null || after === null) return null;
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths]
    .map((path) => ({ before: before.get(path), after: after.get(path) }))
    .filter((leaf) => leaf.before !== leaf.after);
}

function leavesOf(line: string): Map<string, string> | null {
  const leaves = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) leaves.set(path, JSON.stringify(value));
    else for (const [name, each] of Object.entries(value)) visit(each, `${path}/${name}`);
  };
  try {
    visit(JSON.parse(line), '');
  } catch {
    return null;
  }
  return leaves;
}
