import type { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import type { EngineStatus } from '../../src/engine/control.ts';
import { Bus } from '../../src/events/bus.ts';
import type { StageReported } from '../../src/events/facts.ts';
import { Feed } from '../../src/events/feed.ts';
import { Feedback } from '../../src/ledger/feedback.ts';
import { History } from '../../src/ledger/history.ts';
import { GENERATORS } from '../../src/plan/batch.ts';
import { at, emulated, gapsOf, machine, quality, start } from '../fixtures.ts';
import { addBatch, json, NOON, openApi } from './api_fixture.ts';
import { readExposition, seriesOf } from './exposition.ts';

async function scrape(app: Hono): Promise<Map<string, number>> {
  return seriesOf(await (await app.request('/metrics')).text());
}

/** Names and values of the series that begin with a name. */
function those(series: ReadonlyMap<string, number>, name: string): Record<string, number> {
  return Object.fromEntries([...series].filter(([each]) => each.startsWith(name)));
}

function sumOf(values: Iterable<number>): number {
  return [...values].reduce((sum, value) => sum + value, 0);
}

const STAGE: StageReported = {
  event: 'stage',
  timestamp: '2025-11-09T12:00:00.000Z',
  pipeline: 'default',
  generator: 'driver',
  batch_id: '20251109T115950Z',
  stage: 'silver',
  status: 'done',
  at: '2025-11-09T12:00:00.000Z',
  accepted: null,
  rejected: null,
  latency_ms: 2000,
};

describe('GET /metrics', () => {
  test('is in the text format, each metric with a type that its name says', async () => {
    const response = await openApi().app.request('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const families = readExposition(await response.text());
    expect(families.size).toBeGreaterThan(20);
    for (const [name, { type, help }] of families) {
      expect(name).toMatch(/^(tachograph|process)_[a-z_]+$/);
      expect(help).toMatch(/\.$/);
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  test('has every counter at 0 before the first batch', async () => {
    const series = await scrape(openApi().app);
    for (const generator of GENERATORS) {
      expect(series.get(`tachograph_batches_total{generator="${generator}",mode="emulated"}`)).toBe(0);
      for (const quality of ['valid', 'corrupted']) {
        expect(series.get(`tachograph_records_total{generator="${generator}",quality="${quality}"}`)).toBe(0);
      }
      for (const { kind } of DEFECT_KINDS) {
        expect(series.get(`tachograph_defects_total{generator="${generator}",kind="${kind}"}`)).toBe(0);
      }
      expect(
        series.get(`tachograph_publish_lateness_seconds_bucket{generator="${generator}",le="+Inf"}`),
      ).toBe(0);
      expect(series.get(`tachograph_gaps_total{generator="${generator}",reason="paused"}`)).toBe(0);
    }
  });

  test('says which Tachograph it is', async () => {
    const labels = 'commit="abc1234",generator_version="1",runtime="test 1",version="0.1.0"';
    expect((await scrape(openApi().app)).get(`tachograph_build_info{${labels}}`)).toBe(1);
  });

  test('tells of its process', async () => {
    const series = await scrape(openApi().app);
    const nowSeconds = Date.now() / 1000;
    expect(series.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(series.get('process_resident_memory_bytes')).toBeGreaterThan(2 ** 20);
    expect(series.get('process_start_time_seconds')).toBeGreaterThan(nowSeconds - 86_400);
    expect(series.get('process_start_time_seconds')).toBeLessThan(nowSeconds);
    if (process.platform === 'linux') expect(series.get('process_open_fds')).toBeGreaterThan(2);
  });

  test('counts anew for each app', async () => {
    const bus = new Bus();
    const [first, second] = [openApi({ bus }).app, openApi().app];
    bus.tell(STAGE, 1);
    const name = 'tachograph_stage_latency_seconds_count';
    expect(those(await scrape(first), name)).toEqual({ [`${name}{pipeline="default",stage="silver"}`]: 1 });
    expect(those(await scrape(second), name)).toEqual({});
  });
});

/** A minute of dirty data with a pause in its middle, as the API tells of it. */
async function dirtyMinute() {
  const host = machine();
  const settings = emulated({ quality: quality({ rate: 0.4 }) });
  const service = start(host, { settings });
  const { app } = openApi({
    engine: service.engine,
    settings,
    bus: service.bus,
    ledger: host.ledger,
    history: new History(host.ledger.connection),
    feedback: new Feedback(host.ledger.connection),
    nowMs: () => host.clock.nowMs,
  });
  await host.clock.runUntil(at('12:00:31'));
  await service.engine.pause();
  await host.clock.runUntil(at('12:01:02'));
  void service.engine.resume();
  await host.clock.runUntil(at('12:01:35'));
  return { host, service, app };
}

describe('what was published', () => {
  test('is counted as GET /api/health counts it', async () => {
    const { app } = await dirtyMinute();
    const health = await json(app, '/api/health');
    const series = await scrape(app);
    for (const generator of GENERATORS) {
      const { total_batches: batches } = health[`${generator}_generator`];
      expect(batches).toBeGreaterThan(5);
      expect(series.get(`tachograph_batches_total{generator="${generator}",mode="emulated"}`)).toBe(batches);
    }
    const { records, corrupted, issues } = health.quality;
    expect(corrupted).toBeGreaterThan(20);
    expect(sumOf(Object.values(those(series, 'tachograph_records_total')))).toBe(records);
    const dirty = [...series].filter(([name]) => name.includes('quality="corrupted"'));
    expect(sumOf(dirty.map(([, value]) => value))).toBe(corrupted);
    for (const { kind } of DEFECT_KINDS) {
      const ofKind = [...series].filter(([name]) => name.includes(`kind="${kind}"`));
      expect(sumOf(ofKind.map(([, value]) => value)), kind).toBe(issues[kind] ?? 0);
    }
    for (const generator of GENERATORS) {
      const { last_batch_time, next_batch_time } = health[`${generator}_generator`];
      expect(series.get(`tachograph_last_batch_timestamp_seconds{generator="${generator}"}`)).toBe(
        Date.parse(last_batch_time) / 1000,
      );
      expect(series.get(`tachograph_next_batch_timestamp_seconds{generator="${generator}"}`)).toBe(
        Date.parse(next_batch_time) / 1000,
      );
    }
  });

  test('is measured: the lateness of batches on schedule, the time that every batch took to make', async () => {
    const { app, service } = await dirtyMinute();
    const series = await scrape(app);
    for (const generator of GENERATORS) {
      const batches = service.batches.filter((batch) => batch.generator === generator);
      const late = batches.map(({ lateness_us }) => lateness_us).filter((us) => us !== null);
      expect(late.length).toBeLessThan(batches.length);
      const labels = `{generator="${generator}"}`;
      expect(series.get(`tachograph_publish_lateness_seconds_count${labels}`)).toBe(late.length);
      expect(series.get(`tachograph_publish_lateness_seconds_sum${labels}`)).toBeCloseTo(
        sumOf(late) / 1e6,
        9,
      );
      expect(series.get(`tachograph_generation_seconds_count${labels}`)).toBe(batches.length);
      // The fake press takes 1.5 ms for each.
      expect(series.get(`tachograph_generation_seconds_sum${labels}`)).toBeCloseTo(
        batches.length * 0.0015,
        9,
      );
    }
  });

  test('leaves gaps that are counted once, however often somebody asks', async () => {
    const { app, host } = await dirtyMinute();
    await scrape(app);
    const series = await scrape(app);
    for (const generator of GENERATORS) {
      // `12:00:30–12:00:50 2 paused`
      const rows = gapsOf(host, generator).map((row) => row.split(' '));
      expect(rows.length).toBeGreaterThan(0);
      for (const reason of new Set(rows.map(([, , each]) => each))) {
        const ofReason = rows.filter(([, , each]) => each === reason);
        const labels = `{generator="${generator}",reason="${reason}"}`;
        expect(series.get(`tachograph_gaps_total${labels}`)).toBe(ofReason.length);
        expect(series.get(`tachograph_missed_intervals_total${labels}`)).toBe(
          sumOf(ofReason.map(([, count]) => Number(count))),
        );
      }
    }
  });

  test('stays counted when it is cleaned, but is no newest batch any more', async () => {
    const { app, service } = await dirtyMinute();
    const before = await scrape(app);
    await service.engine.pause();
    await service.engine.clean(null);
    const after = await scrape(app);
    expect((await json(app, '/api/health')).quality.records).toBe(0);
    for (const name of ['tachograph_records_total', 'tachograph_batches_total', 'tachograph_defects_total']) {
      expect(those(after, name)).toEqual(those(before, name));
    }
    expect(those(after, 'tachograph_last_batch_timestamp_seconds')).toEqual({});
  });
});

describe('how the service is', () => {
  const FULL = { code: 'ENOSPC', message: 'no space left on device', sinceMs: NOON - 3000 };

  test.each<[string, Partial<EngineStatus>, [number, number, number]]>([
    ['running', {}, [0, 0, 1]],
    ['paused', { paused: true }, [1, 0, 1]],
    ['before its baseline', { atBaseline: false }, [0, 0, 0]],
    ['degraded', { problems: [FULL] }, [0, 1, 0]],
    ['degraded and paused', { problems: [FULL], paused: true }, [1, 1, 0]],
  ])('%s', async (_, change, [paused, degraded, ready]) => {
    const { app, engine } = openApi();
    engine.set(change);
    const series = await scrape(app);
    expect(series.get('tachograph_paused')).toBe(paused);
    expect(series.get('tachograph_degraded')).toBe(degraded);
    expect(series.get('tachograph_ready')).toBe(ready);
    expect(those(series, 'tachograph_problems')).toEqual(
      degraded === 1 ? { 'tachograph_problems{code="ENOSPC"}': 1 } : {},
    );
    expect((await app.request('/readyz')).status).toBe(ready === 1 ? 200 : 503);
  });

  test('what has healed is gone at the next scrape', async () => {
    const { app, engine } = openApi();
    engine.set({ problems: [FULL] });
    await scrape(app);
    engine.set({ problems: [] });
    expect(those(await scrape(app), 'tachograph_problems')).toEqual({});
  });

  test('when batches came, when they come, and how often', async () => {
    const { app, ledger, datasetId } = openApi();
    addBatch(ledger, datasetId, { generator: 'driver', number: 1, startMs: NOON - 20_000 });
    const series = await scrape(app);
    expect(those(series, 'tachograph_last_batch_timestamp_seconds')).toEqual({
      'tachograph_last_batch_timestamp_seconds{generator="driver"}': NOON / 1000 - 9.5,
    });
    expect(those(series, 'tachograph_next_batch_timestamp_seconds')).toEqual({
      'tachograph_next_batch_timestamp_seconds{generator="company"}': NOON / 1000 + 10,
    });
    expect(those(series, 'tachograph_interval_seconds')).toEqual({
      'tachograph_interval_seconds{generator="company"}': 10,
      'tachograph_interval_seconds{generator="driver"}': 5,
    });
  });

  test('how much room the disk has, where it tells', async () => {
    const told = await scrape(openApi({ diskSpace: () => ({ free: 0, total: 1000 }) }).app);
    expect(those(told, 'tachograph_disk')).toEqual({
      tachograph_disk_free_bytes: 0,
      tachograph_disk_size_bytes: 1000,
    });
    const silent = await scrape(openApi({ diskSpace: () => null }).app);
    expect(those(silent, 'tachograph_disk')).toEqual({});
  });

  test('how many follow the stream', async () => {
    const feed = new Feed(new Bus(), () => []);
    const { app } = openApi({ feed });
    const ends = [feed.subscribe(() => {}), feed.subscribe(() => {})];
    expect((await scrape(app)).get('tachograph_stream_clients')).toBe(2);
    ends[0]!();
    expect((await scrape(app)).get('tachograph_stream_clients')).toBe(1);
  });
});

describe('stages', () => {
  function reported(...reports: readonly Partial<StageReported>[]) {
    const bus = new Bus();
    const { app } = openApi({ bus });
    for (const [i, report] of reports.entries()) bus.tell({ ...STAGE, ...report }, i + 1);
    return scrape(app);
  }

  test('are measured once done, and counted where they failed', async () => {
    const series = await reported({}, { latency_ms: 500 }, { status: 'failed', latency_ms: 90_000 });
    const labels = 'pipeline="default",stage="silver"';
    expect(series.get(`tachograph_stage_latency_seconds_sum{${labels}}`)).toBe(2.5);
    expect(series.get(`tachograph_stage_latency_seconds_count{${labels}}`)).toBe(2);
    expect(series.get(`tachograph_stage_latency_seconds_bucket{le="0.5",${labels}}`)).toBe(1);
    expect(series.get(`tachograph_stage_failures_total{${labels}}`)).toBe(1);
    expect((await reported({})).get(`tachograph_stage_failures_total{${labels}}`)).toBe(0);
  });

  test('before publication, by a clock that is behind, count as at once', async () => {
    const series = await reported({ latency_ms: -4000 });
    const labels = 'pipeline="default",stage="silver"';
    expect(series.get(`tachograph_stage_latency_seconds_sum{${labels}}`)).toBe(0);
    expect(series.get(`tachograph_stage_latency_seconds_bucket{le="0.1",${labels}}`)).toBe(1);
  });

  test('of pipelines beyond the twentieth share a name', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `pipeline-${i}`);
    const series = await reported(...[...names, ...names].map((pipeline) => ({ pipeline })));
    const counts = those(series, 'tachograph_stage_latency_seconds_count');
    expect(Object.keys(counts).length).toBe(21);
    const count = (pipeline: string) =>
      counts[`tachograph_stage_latency_seconds_count{pipeline="${pipeline}",stage="silver"}`];
    expect(count('pipeline-19')).toBe(2);
    expect(count('other')).toBe(560);
  });

  test('of pipelines with any name leave the format whole', async () => {
    const pipeline = 'a"b\\c\nd {e="f"} 1';
    const series = await reported({ pipeline });
    const escaped = 'a\\"b\\\\c\\nd {e=\\"f\\"} 1';
    expect(series.get(`tachograph_stage_latency_seconds_count{pipeline="${escaped}",stage="silver"}`)).toBe(
      1,
    );
  });
});
