import { describe, expect, test } from 'vitest';
import { json, openApi, problem } from './api_fixture.ts';

const POST = { method: 'POST' };
const ITEM = {
  name: 'companies.jsonl',
  path: 'raw/companies.jsonl',
  type: 'file',
  size: 90,
  fileCount: 1,
} as const;
const SUMMARY = { companyBatches: 2, driverBatches: 3, records: 70, bytes: 9000 };

describe('POST /api/clean', () => {
  test('is refused unless paused, with the way out', async () => {
    const { app, engine } = openApi();
    const { error, detail } = await problem(app, '/api/clean', 409, 'POST');
    expect(error).toBe('pause_required');
    expect(detail).toContain('POST /api/pause');
    expect(engine.cleaned).toEqual([]);
  });

  test('tells what it deleted', async () => {
    const { app, engine } = openApi();
    await engine.pause();
    engine.cleanReport = {
      items: [
        ITEM,
        {
          name: '20251109T115940Z',
          path: 'raw/events/20251109T115940Z',
          type: 'directory',
          size: 12,
          fileCount: 2,
        },
      ],
      errors: [],
      summary: SUMMARY,
    };
    expect(await json(app, '/api/clean', POST)).toEqual({
      success: true,
      deleted_count: 2,
      deleted_items: [
        { name: 'companies.jsonl', path: 'raw/companies.jsonl', type: 'file', size: 90, file_count: 1 },
        {
          name: '20251109T115940Z',
          path: 'raw/events/20251109T115940Z',
          type: 'directory',
          size: 12,
          file_count: 2,
        },
      ],
      summary: { company_batches: 2, driver_batches: 3, records: 70, bytes: 9000 },
      errors: [],
      timestamp: '2025-11-09T12:00:00.000Z',
    });
  });

  test('does not call it a success when something could not be deleted', async () => {
    const { app, engine } = openApi();
    await engine.pause();
    engine.cleanReport = { ...engine.cleanReport, errors: ['raw/events/x could not be deleted: EACCES'] };
    expect(await json(app, '/api/clean', POST)).toMatchObject({
      success: false,
      deleted_count: 0,
      errors: ['raw/events/x could not be deleted: EACCES'],
    });
  });

  test.each([
    ['', [null]],
    ['?mode=emulated', ['emulated']],
    ['?&mode=emulated', ['emulated']],
    ['?mode=production', ['production']],
  ])('%s limits it to a mode', async (query, cleaned) => {
    const { app, engine } = openApi();
    await engine.pause();
    await json(app, `/api/clean${query}`, POST);
    expect(engine.cleaned).toEqual(cleaned as typeof engine.cleaned);
  });

  test.each(['?mode=foo', '?mode=', '?mode=emulated&mode=production'])(
    '%s deletes nothing',
    async (query) => {
      const { app, engine } = openApi();
      await engine.pause();
      const { error, detail } = await problem(app, `/api/clean${query}`, 400, 'POST');
      expect(error).toBe('invalid_parameter');
      expect(detail).toMatch(/^mode must be one of production, emulated, got /);
      expect(engine.cleaned).toEqual([]);
    },
  );

  test.each([
    ['?dry_run=true', null],
    ['?mode=emulated&dry_run=true', 'emulated'],
  ] as const)('%s says what it would delete, running or paused, and deletes nothing', async (query, mode) => {
    const { app, engine } = openApi();
    engine.cleanReport = { items: [ITEM], errors: [], summary: SUMMARY };
    const running = await json(app, `/api/clean${query}`, POST);
    expect(running).toEqual({
      success: true,
      dry_run: true,
      deleted_count: 1,
      deleted_items: [
        { name: 'companies.jsonl', path: 'raw/companies.jsonl', type: 'file', size: 90, file_count: 1 },
      ],
      summary: { company_batches: 2, driver_batches: 3, records: 70, bytes: 9000 },
      errors: [],
      timestamp: '2025-11-09T12:00:00.000Z',
    });
    await engine.pause();
    expect(await json(app, `/api/clean${query}`, POST)).toEqual(running);
    expect([engine.previewed, engine.cleaned]).toEqual([[mode, mode], []]);
  });

  test('?dry_run=false deletes', async () => {
    const { app, engine } = openApi();
    await problem(app, '/api/clean?dry_run=false', 409, 'POST');
    await engine.pause();
    expect(Object.keys(await json(app, '/api/clean?dry_run=false', POST))).not.toContain('dry_run');
    expect([engine.previewed, engine.cleaned]).toEqual([[], [null]]);
  });

  test.each([
    ['dry_run=yes', 'dry_run must be one of true, false, got yes'],
    ['dry_run=', 'dry_run must be one of true, false, got an empty text'],
    ['dry_run=True', 'dry_run must be one of true, false, got True'],
    ['dryrun=true', 'POST /api/clean takes mode and dry_run, got "dryrun"'],
  ])('?%s deletes nothing', async (query, detail) => {
    const { app, engine } = openApi();
    await engine.pause();
    expect((await problem(app, `/api/clean?${query}`, 400, 'POST')).detail).toBe(detail);
    expect(engine.cleaned).toEqual([]);
  });
});
