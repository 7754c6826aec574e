import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { grade } from '../../src/cli/grade.ts';
import { readCommandLine, UsageError } from '../../src/cli/options.ts';
import { publishedFolder, recorded, removeFolders } from './published_folder.ts';

afterEach(removeFolders);

type Folder = Awaited<ReturnType<typeof publishedFolder>>;

async function run({ dataDir, disk }: Pick<Folder, 'dataDir' | 'disk'>, ...args: string[]) {
  const record = recorded();
  const { operands, options } = readCommandLine(['grade', ...args, '--data-dir', dataDir], {});
  const code = await grade(operands, options, { disk, ...record });
  return { code, out: record.out, err: record.err };
}

/** The report on what a file of that name and text says of driver batches. */
async function reportOn(folder: Folder, name: string, text: string) {
  const file = join(folder.dataDir, name);
  writeFileSync(file, text);
  const { out, err, code } = await run(folder, file, '--json');
  expect(code).toBe(0);
  return { reports: out.map((line) => JSON.parse(line)), err };
}

type KeyLine = { batch_id: string; line: number; record_id: string; kind: string; fields: string[] };

function keyOf({ layout }: Folder, generator: 'driver' | 'company' = 'driver'): KeyLine[] {
  return readdirSync(layout.answerKeysOf(generator)).flatMap((name) =>
    readFileSync(join(layout.answerKeysOf(generator), name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  );
}

/** The published line of each defect. */
function dirtyLines(folder: Folder): string[] {
  return keyOf(folder).map(
    ({ batch_id, line }) => readFileSync(folder.layout.eventLines(batch_id), 'utf8').split('\n')[line - 1]!,
  );
}

test('verdicts of a pipeline that knows everything: 1 everywhere, and a table that says so', async () => {
  const folder = await publishedFolder();
  const verdicts = keyOf(folder).map(({ batch_id, line, kind }) => JSON.stringify({ batch_id, line, kind }));
  const file = join(folder.dataDir, 'verdicts.ndjson');
  writeFileSync(file, `${verdicts.join('\n')}\n`);
  const { out, err } = await run(folder, file);
  expect(err).toEqual([`${file}: verdicts, ${verdicts.length} rejected records`]);
  expect(out[0]).toContain(`${verdicts.length} dirty`);
  expect(out[0]).toContain('precision 100.0 %');
  expect(out[0]).toMatch(/recall 100\.0 % \(\d+\.\d–100\.0\), F1 100\.0 %/);
});

test('rejected rows are found by their bytes, in whichever batch they stand', async () => {
  const folder = await publishedFolder();
  const lines = dirtyLines(folder);
  const { reports } = await reportOn(folder, 'rejected.jsonl', `${lines.join('\n')}\n`);
  expect(reports[0].records).toMatchObject({
    dirty: lines.length,
    true_positives: lines.length,
    unmatched: 0,
  });
});

test('rows that the pipeline wrote anew are found by their ids', async () => {
  const folder = await publishedFolder();
  const rows = dirtyLines(folder).flatMap((line) => {
    const row = JSON.parse(line);
    return typeof row.event_id === 'string' && row.event_id.length === 36
      ? [JSON.stringify({ loaded_at: 'now', ...row })]
      : [];
  });
  const { reports } = await reportOn(folder, 'rejected.jsonl', `${rows.join('\n')}\n`);
  expect(reports[0].records.true_positives).toBeGreaterThan(rows.length / 2);
  expect(reports[0].records.unmatched).toBeLessThan(rows.length / 4);
});

test('rows that no batch has are false alarms, and said to be in none', async () => {
  const folder = await publishedFolder();
  const row = '{"event_id":"00000000-0000-4000-8000-000000000001","driver_id":"x"}\n';
  const { reports } = await reportOn(folder, 'rejected.jsonl', row);
  expect(reports[0].records).toMatchObject({ flagged: 1, false_positives: 1, unmatched: 1, precision: 0 });
});

test('companies and events of one file are graded apart', async () => {
  const folder = await publishedFolder();
  const verdicts = (['driver', 'company'] as const).flatMap((generator) =>
    keyOf(folder, generator).map(({ batch_id, line }) => JSON.stringify({ generator, batch_id, line })),
  );
  const { reports } = await reportOn(folder, 'verdicts.ndjson', `${verdicts.join('\n')}\n`);
  expect(reports.map(({ generator, records }) => [generator, records.recall])).toEqual([
    ['company', 1],
    ['driver', 1],
  ]);
});

test('counts alone give bounds, and no precision', async () => {
  const folder = await publishedFolder();
  const results = {
    success: false,
    results: [
      {
        success: false,
        expectation_config: { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'event_type' } },
        result: { element_count: 30, unexpected_count: 3, partial_unexpected_list: [null] },
      },
    ],
    statistics: {},
    meta: {},
  };
  const { reports, err } = await reportOn(folder, 'gx.json', JSON.stringify(results));
  const dirty = keyOf(folder).length;
  expect(reports).toEqual([{ generator: 'driver', bounds: { dirty, least: 0, most: 3 } }]);
  expect(err.join('\n')).toContain('3 rows');
});

test('files that are missing or broken are told by name, with the way out', async () => {
  const folder = await publishedFolder();
  await expect(run(folder)).rejects.toThrow(UsageError);
  await expect(run(folder, 'nowhere.jsonl')).rejects.toThrow('there is no file nowhere.jsonl');
  const file = join(folder.dataDir, 'half.jsonl');
  writeFileSync(file, '{"batch_id":"20251109T120000Z","line":1}\n{"batch_id":"2025');
  await expect(run(folder, file)).rejects.toThrow('half.jsonl, line 2');
});
