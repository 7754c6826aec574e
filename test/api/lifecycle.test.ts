import { describe, expect, test } from 'vitest';
import { json, openApi, problem } from './api_fixture.ts';

const POST = { method: 'POST' };

describe('POST /api/pause and /api/resume', () => {
  test('pause succeeds however often it is asked for', async () => {
    const { app, engine } = openApi();
    const first = await json(app, '/api/pause', POST);
    expect(engine.status().paused).toBe(true);
    expect(first).toMatchObject({
      success: true,
      action: 'pause',
      status: 'paused',
      timestamp: '2025-11-09T12:00:00.000Z',
    });
    const second = await json(app, '/api/pause', POST);
    expect(second).toEqual({ ...first, message: 'Already paused' });
    expect(first.message).not.toBe(second.message);
  });

  test('resume says what it published to begin with', async () => {
    const { app, engine } = openApi();
    await engine.pause();
    expect(await json(app, '/api/resume', POST)).toEqual({
      success: true,
      action: 'resume',
      status: 'running',
      timestamp: '2025-11-09T12:00:00.000Z',
      message: 'Resumed: batches are published on schedule',
      extra: { baseline_actions: ['company_batch', 'driver_batch'] },
      auto_reinit: { performed: false, at: null, actions: [], missing_files: [], count: 0 },
    });
    expect(await json(app, '/api/resume', POST)).toMatchObject({
      success: true,
      message: 'Already running',
      extra: { baseline_actions: [] },
    });
  });
});

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
        { name: 'companies.jsonl', path: 'raw/companies.jsonl', type: 'file', size: 90, fileCount: 1 },
        {
          name: '20251109T115940Z',
          path: 'raw/events/20251109T115940Z',
          type: 'directory',
          size: 12,
          fileCount: 2,
        },
      ],
      errors: [],
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
      errors: [],
      timestamp: '2025-11-09T12:00:00.000Z',
    });
  });

  test('does not call it a success when something could not be deleted', async () => {
    const { app, engine } = openApi();
    await engine.pause();
    engine.cleanReport = { items: [], errors: ['raw/events/x could not be deleted: EACCES'] };
    expect(await json(app, '/api/clean', POST)).toMatchObject({
      success: false,
      deleted_count: 0,
      errors: ['raw/events/x could not be deleted: EACCES'],
    });
  });

  test.each([
    ['', [null]],
    ['?mode=emulated', ['emulated']],
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
});
