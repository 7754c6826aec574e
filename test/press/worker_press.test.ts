import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
