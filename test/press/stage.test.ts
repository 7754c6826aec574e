import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GENERATORS } from '../../src/plan/batch.ts';
import type { PressJob } from '../../src/press/job.ts';
import { stageBatch } from '../../src/press/stage.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import type { Disk } from '../../src/publish/disk.ts';
import { Layout } from '../../src/publish/layout.ts';
import { LocalDisk } from '../../src/publish/local_disk.ts';
import { companyJobOf, driverJobOf, EMULATED, jobOf, planOf, press, qualityOf, sizingOf } from './jobs.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tachograph-stage-'));
  for (const generator of GENERATORS)
    mkdirSync(new Layout(root).answerKeysOf(generator), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const stage = (job: PressJob, disk: Disk = new LocalDisk()) =>
  stageBatch(disk, new Layout(root), job, new StripePress());
const jsonOf = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const sha256Of = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

test('a driver batch stands in staging with its meta, and nowhere else that a reader looks', () => {
  const job = driverJobOf(100, {
    plan: planOf({ number: 3, seed: 44, poolFrom: 1, poolTo: 2 }),
    quality: qualityOf(0.3),
  });
  const { pressed, bytes } = press(job);
  expect(stage(job)).toEqual(pressed);

  const folder = join(root, 'staging/driver/20251109T120000Z');
  expect(readdirSync(folder).sort()).toEqual(['batch_meta.json', 'events.jsonl']);
  expect(readdirSync(join(root, 'staging'))).toEqual(['driver']);
  expect(readdirSync(root)).not.toContain('raw');
  expect(readFileSync(join(folder, 'events.jsonl')).equals(bytes)).toBe(true);
  expect(sha256Of(join(folder, 'events.jsonl'))).toBe(pressed.sha256);

  const meta = jsonOf(join(folder, 'batch_meta.json'));
  expect(Object.entries(meta)).toEqual([
    ['schema_version', 1],
    ['generator', 'driver'],
    ['batch_id', '20251109T120000Z'],
    ['batch_number', 3],
    ['generation_mode', 'production'],
    ['interval_start', '2025-11-09T12:00:00.000Z'],
    ['interval_end', '2025-11-09T12:15:00.000Z'],
    ['record_count', pressed.recordCount],
    ['valid_count', pressed.recordCount - pressed.corruptedCount],
    ['corrupted_count', pressed.corruptedCount],
    ['issues', pressed.issues],
    ['seed', 44],
    ['generator_version', expect.any(Number)],
    ['pool_from', 1],
    ['pool_to', 2],
    ['sha256', pressed.sha256],
    ['bytes', bytes.length],
    ['generation_timestamp', '2025-11-09T12:15:00.000Z'],
  ]);
  const issues = Object.values(meta.issues as Record<string, number>);
  expect(issues.reduce((sum, count) => sum + count, 0)).toBe(meta.corrupted_count);
  expect(meta.corrupted_count).toBeGreaterThan(500);
});

test('a company batch stands in a folder of its own', () => {
  const { pressed, bytes } = press(companyJobOf());
  expect(stage(companyJobOf())).toEqual(pressed);
  const folder = join(root, 'staging/company/20251109T110000Z');
  expect(readdirSync(folder).sort()).toEqual(['batch_meta.json', 'companies.jsonl']);
  expect(readFileSync(join(folder, 'companies.jsonl')).equals(bytes)).toBe(true);
  expect(jsonOf(join(folder, 'batch_meta.json'))).toMatchObject({
    generator: 'company',
    record_count: 100,
    corrupted_count: 0,
    issues: {},
    pool_from: null,
    pool_to: null,
    sha256: pressed.sha256,
  });
});

test('an empty batch is an empty file with its meta', () => {
  stage(jobOf({ sizing: sizingOf({ eventCount: EMULATED }), plan: planOf({ mode: 'emulated' }) }));
  const folder = join(root, 'staging/driver/20251109T120000Z');
  expect(readFileSync(join(folder, 'events.jsonl')).length).toBe(0);
  expect(jsonOf(join(folder, 'batch_meta.json'))).toMatchObject({
    generation_mode: 'emulated',
    record_count: 0,
    valid_count: 0,
    bytes: 0,
    sha256: sha256Of(join(folder, 'events.jsonl')),
  });
});

test('what an earlier attempt left behind is gone', () => {
  const folder = join(root, 'staging/driver/20251109T120000Z');
  mkdirSync(join(folder, 'deeper'), { recursive: true });
  for (const name of ['events.jsonl', 'batch_meta.json', 'half.tmp', 'deeper/file']) {
    writeFileSync(join(folder, name), 'x'.repeat(5_000_000));
  }
  const { pressed } = press(driverJobOf());
  stage(driverJobOf());
  expect(readdirSync(folder).sort()).toEqual(['batch_meta.json', 'events.jsonl']);
  expect(sha256Of(join(folder, 'events.jsonl'))).toBe(pressed.sha256);
});

/** A disk that knows what a power cut would take, and that every file is closed. */
class WatchedDisk extends LocalDisk {
  readonly unsynced = new Set<string>();
  readonly open = new Set<string>();
  failAfterBytes = Number.POSITIVE_INFINITY;

  override makeFolder(path: string): void {
    super.makeFolder(path);
    this.unsynced.add(dirname(path));
  }

  override create(path: string) {
    const writer = super.create(path);
    this.unsynced.add(dirname(path));
    this.open.add(path);
    return {
      write: (bytes: Uint8Array) => {
        this.unsynced.add(path);
        this.failAfterBytes -= bytes.length;
        if (this.failAfterBytes < 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        writer.write(bytes);
      },
      sync: () => {
        writer.sync();
        this.unsynced.delete(path);
      },
      close: () => {
        writer.close();
        this.open.delete(path);
      },
    };
  }

  override sync(path: string): void {
    super.sync(path);
    this.unsynced.delete(path);
  }
}

test('every byte and every name is durable when the stage returns, every file closed', () => {
  for (const job of [driverJobOf(100, { quality: qualityOf(0.3) }), companyJobOf()]) {
    const disk = new WatchedDisk();
    stage(job, disk);
    expect([...disk.unsynced]).toEqual([]);
    expect([...disk.open]).toEqual([]);
  }
});

test('a full disk is told with its code, and no file stays open', () => {
  const { pressed } = press(driverJobOf());
  for (const room of [0, pressed.bytes - 1, pressed.bytes]) {
    const disk = new WatchedDisk();
    disk.failAfterBytes = room;
    expect(() => stage(driverJobOf(), disk)).toThrow('no space left');
    expect([...disk.open]).toEqual([]);
  }
});

test('a dirty batch has its answer key, a line a defect, and a clean one has none', () => {
  const dirty = driverJobOf(100, { quality: qualityOf(0.3) });
  const { corruptedCount } = stage(dirty);
  const key = readFileSync(new Layout(root).answerKey('driver', '20251109T120000Z'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(key.length).toBe(corruptedCount);
  const lines = readFileSync(join(root, 'staging/driver/20251109T120000Z/events.jsonl'));
  for (const { byte_offset, byte_length, raw_sha256 } of key.map((line) => JSON.parse(line))) {
    const raw = lines.subarray(byte_offset, byte_offset + byte_length);
    expect(createHash('sha256').update(raw).digest('hex')).toBe(raw_sha256);
  }
  stage(companyJobOf());
  expect(readdirSync(new Layout(root).answerKeysOf('company'))).toEqual([]);
});
