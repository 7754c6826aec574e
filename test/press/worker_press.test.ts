import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StripePress } from '../../src/press/stripe_press.ts';
import { WorkerPress } from '../../src/press/worker_press.ts';
import { Layout } from '../../src/publish/layout.ts';
import { companyJobOf, driverJobOf, planOf, press, QUARTER_MS, qualityOf } from './jobs.ts';

const WORKER = new URL('../../src/press/worker.ts', import.meta.url);

let root = '';
let workerPress: WorkerPress;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tachograph-worker-'));
  mkdirSync(new Layout(root).answerKeysOf('driver'), { recursive: true });
  workerPress = new WorkerPress(WORKER, root);
});
afterEach(() => {
  workerPress.close();
  rmSync(root, { recursive: true, force: true });
});

test('a worker stages what the press makes, each answer to its own order', async () => {
  const jobs = [
    driverJobOf(2000, { quality: qualityOf(0.02) }),
    companyJobOf(),
    driverJobOf(50, { plan: planOf({ interval: { startMs: 0, endMs: 900_000 } }) }),
  ];
  const staged = await Promise.all(jobs.map((job) => workerPress.stage(job)));
  for (const [i, job] of jobs.entries()) expect(staged[i]!.pressed).toEqual(press(job).pressed);
  const lines = readFileSync(join(root, 'staging/driver/19700101T000000Z/events.jsonl'));
  expect(lines.equals(press(jobs[2]!).bytes)).toBe(true);
  expect(staged.every(({ generationMs }) => generationMs > 0)).toBe(true);
});

test('several workers share out the batches that are asked for at a time', async () => {
  const several = new WorkerPress(WORKER, root, 3);
  try {
    const jobs = Array.from({ length: 8 }, (_, i) =>
      driverJobOf(200, {
        plan: planOf({ seed: 42 + i, interval: { startMs: i * QUARTER_MS, endMs: (i + 1) * QUARTER_MS } }),
        quality: qualityOf(0.02),
      }),
    );
    const staged = await Promise.all(jobs.map((job) => several.stage(job)));
    for (const [i, job] of jobs.entries()) expect(staged[i]!.pressed).toEqual(press(job).pressed);
  } finally {
    several.close();
  }
});

test('several workers make one large batch together, and the next', async () => {
  const several = new WorkerPress(WORKER, root, 2);
  try {
    for (const rate of [0, 0.05]) {
      const job = driverJobOf(8000, { quality: qualityOf(rate) });
      const key: Uint8Array[] = [];
      const alone = press(job, new StripePress(), (bytes) => void key.push(bytes));
      const { pressed } = await several.stage(job);
      expect(pressed).toEqual(alone.pressed);
      const lines = readFileSync(join(root, 'staging/driver/20251109T120000Z/events.jsonl'));
      expect(lines.equals(alone.bytes)).toBe(true);
      if (rate === 0) continue;
      const written = readFileSync(new Layout(root).answerKey('driver', '20251109T120000Z'));
      expect(written.equals(Buffer.concat(key))).toBe(true);
    }
    // They are free for batches of their own again.
    const jobs = [companyJobOf(), companyJobOf({ quality: qualityOf(0) }, 43)];
    for (const job of jobs) expect((await several.stage(job)).pressed).toEqual(press(job).pressed);
  } finally {
    several.close();
  }
});

test('a large batch that the disk refuses leaves no worker waiting', async () => {
  const several = new WorkerPress(WORKER, root, 2);
  try {
    writeFileSync(join(root, 'staging'), 'a file where a folder should be');
    const job = driverJobOf(8000);
    await expect(several.stage(job)).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTDIR|EEXIST)$/),
    });
    rmSync(join(root, 'staging'));
    expect((await several.stage(job)).pressed).toEqual(press(job).pressed);
  } finally {
    several.close();
  }
});

test("the disk's error comes back with its code, and the worker goes on", async () => {
  writeFileSync(join(root, 'staging'), 'a file where a folder should be');
  // Node's codes for a path through a file.
  await expect(workerPress.stage(driverJobOf())).rejects.toMatchObject({
    code: expect.stringMatching(/^(ENOTDIR|EEXIST)$/),
  });
  rmSync(join(root, 'staging'));
  const { pressed } = await workerPress.stage(driverJobOf());
  expect(pressed).toEqual(press(driverJobOf()).pressed);
});

test('a closed press refuses what it has not made', async () => {
  // One is in the making and one waits its turn.
  const staging = [workerPress.stage(driverJobOf()), workerPress.stage(companyJobOf())];
  workerPress.close();
  for (const staged of await Promise.allSettled(staging)) {
    expect(staged).toMatchObject({ status: 'rejected', reason: { message: 'the press was closed' } });
  }
});
