import { describe, expect, test } from 'vitest';
import type { EngineStatus } from '../../src/engine/control.ts';
import { addBatch, json, NOON, openApi, PRODUCTION, problem } from './api_fixture.ts';

const FULL = { code: 'ENOSPC', message: 'no space left on device', sinceMs: NOON - 3000 };

describe('GET /api/health', () => {
  test('before anything is published', async () => {
    const { app } = openApi();
    const body = await json(app, '/api/health');
    expect(body).toEqual({
      status: 'running',
      timestamp: '2025-11-09T12:00:00.000Z',
      version: '0.1.0',
      run_id: 'run-1',
      generation_mode: 'emulated',
      uptime: { seconds: 5400.5, hours: 1.5001, start_time: '2025-11-09T10:29:59.500Z' },
      company_generator: {
        total_batches: 0,
        last_batch_time: null,
        idle_seconds: null,
        next_batch_time: '2025-11-09T12:00:10.000Z',
        batches_per_minute: 0,
      },
      driver_generator: {
        total_batches: 0,
        last_batch_time: null,
        idle_seconds: null,
        next_batch_time: null,
        batches_per_minute: 0,
        last_interval_end: null,
      },
      lifecycle: { paused: false, shutdown_requested: false, since: '2025-11-09T10:30:00.000Z' },
      state: { last_saved: null, state_file: 'manifests/generator_state.json' },
      auto_reinit: { performed: false, at: null, actions: [], missing_files: [], count: 0 },
      quality: { records: 0, corrupted: 0, rate: null, issues: {} },
      lateness_us: { p50: null, p99: null, max: null },
      problems: [],
      config: {
        company_interval_seconds: 10,
        driver_interval_seconds: 5,
        missed_intervals: 'skip',
        seed: 42,
        quality: { rate: 0.1, in_driver_events: true, in_companies: false },
      },
      emulated_config: {
        company_interval_seconds: 10,
        driver_interval_seconds: 5,
        companies_per_batch: 10,
        events_per_batch_range: [5, 20],
      },
    });
  });

  test('counts what is published, over both generators where it says so', async () => {
    const { app, ledger, datasetId } = openApi();
    addBatch(ledger, datasetId, {
      generator: 'company',
      number: 1,
      startMs: NOON - 90_000,
      issues: { null_value: 1 },
    });
    addBatch(ledger, datasetId, {
      generator: 'driver',
      number: 1,
      startMs: NOON - 30_000,
      records: 10,
      issues: { missing_field: 3, null_value: 1 },
      latenessUs: 250,
    });
    addBatch(ledger, datasetId, { generator: 'driver', number: 2, startMs: NOON - 20_000, records: 5 });
    addBatch(ledger, datasetId, {
      generator: 'driver',
      number: 3,
      startMs: NOON - 10_000,
      state: 'planned',
    });
    const body = await json(app, '/api/health');
    expect(body.company_generator).toMatchObject({
      total_batches: 1,
      last_batch_time: '2025-11-09T11:58:40.500Z',
      idle_seconds: 79.5,
      batches_per_minute: 0,
    });
    expect(body.driver_generator).toMatchObject({
      total_batches: 2,
      last_batch_time: '2025-11-09T11:59:50.500Z',
      idle_seconds: 9.5,
      batches_per_minute: 2,
      last_interval_end: '2025-11-09T11:59:50.000Z',
    });
    expect(body.quality).toEqual({
      records: 25,
      corrupted: 5,
      rate: 0.2,
      issues: { missing_field: 3, null_value: 2 },
    });
    expect(body.lateness_us).toEqual({ p50: 250, p99: 250, max: 250 });
  });

  test.each<[string, Partial<EngineStatus>]>([
    ['running', {}],
    ['paused', { paused: true }],
    ['degraded', { problems: [FULL] }],
    ['degraded', { problems: [FULL], paused: true }],
  ])('is %s with %j, and answers 200', async (status, change) => {
    const { app, engine } = openApi();
    engine.set(change);
    const body = await json(app, '/api/health');
    expect(body.status).toBe(status);
    expect(body.lifecycle.paused).toBe(change.paused ?? false);
    expect(body.problems).toHaveLength(change.problems?.length ?? 0);
  });

  test('tells problems, the last automatic baseline and the saved state with their times', async () => {
    const { app, engine } = openApi();
    engine.set({
      problems: [FULL],
      stateSavedMs: NOON - 1000,
      autoReinit: { atMs: NOON - 2000, actions: ['driver_batch'], missingFiles: ['raw/events'], count: 2 },
    });
    expect(await json(app, '/api/health')).toMatchObject({
      problems: [{ code: 'ENOSPC', message: 'no space left on device', since: '2025-11-09T11:59:57.000Z' }],
      state: { last_saved: '2025-11-09T11:59:59.000Z' },
      auto_reinit: {
        performed: true,
        at: '2025-11-09T11:59:58.000Z',
        actions: ['driver_batch'],
        missing_files: ['raw/events'],
        count: 2,
      },
    });
  });

  test('tells the settings in force in production as well', async () => {
    const settings = { ...PRODUCTION, seed: null, missedIntervals: 'catch_up' as const };
    expect((await json(openApi({ settings }).app, '/api/health')).config).toMatchObject({
      company_interval_seconds: 10,
      missed_intervals: 'catch_up',
      seed: null,
    });
  });

  test('has no emulated_config in production', async () => {
    const body = await json(openApi({ settings: PRODUCTION }).app, '/api/health');
    expect(body.generation_mode).toBe('production');
    expect(Object.keys(body)).not.toContain('emulated_config');
  });
});

describe('probes', () => {
  test.each<[number, Partial<EngineStatus>]>([
    [200, {}],
    [200, { paused: true }],
    [200, { paused: true, atBaseline: false }],
    [503, { atBaseline: false }],
    [503, { problems: [FULL] }],
    [503, { problems: [FULL], paused: true }],
  ])('GET /readyz is %i with %j, GET /livez 200', async (status, change) => {
    const { app, engine } = openApi();
    engine.set(change);
    if (status === 200) expect(await json(app, '/readyz')).toEqual({ status: 'ready' });
    else expect((await problem(app, '/readyz', status)).error).toBe('not_ready');
    expect(await json(app, '/livez')).toEqual({ status: 'alive' });
  });

  test('GET /version', async () => {
    expect(await json(openApi().app, '/version')).toEqual({
      version: '0.1.0',
      commit: 'abc1234',
      generator_version: 1,
      runtime: 'test 1',
    });
  });
});
