import { describe, expect, test } from 'vitest';
import { json, openApi } from './api_fixture.ts';

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
