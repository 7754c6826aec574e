import { beforeAll, expect, test } from 'vitest';
import type { Pressed } from '../../src/press/job.ts';
import { pressBatch, type Write } from '../../src/press/press.ts';
import { helpPress, pressShared } from '../../src/press/shared_press.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import { type RingMemory, ringMemory, StripeRing } from '../../src/press/stripe_ring.ts';
import { driverJobOf, qualityOf } from './jobs.ts';

// Here one thread is all workers, one after the other; worker_press.test.ts has real ones.

const JOB = driverJobOf(5000, { quality: qualityOf(0.02) });
const STRIPES = stripesOfJob(JOB).length;
const ROOMY = 64 * 1024 * 1024;

type Made = { readonly pressed: Pressed; readonly lines: Buffer; readonly key: Buffer };

function made(act: (write: Write, writeKey: Write) => Pressed): Made {
  const lines: Uint8Array[] = [];
  const key: Uint8Array[] = [];
  const pressed = act(
    (bytes) => void lines.push(bytes.slice()),
    (bytes) => void key.push(bytes.slice()),
  );
  return { pressed, lines: Buffer.concat(lines), key: Buffer.concat(key) };
}

const memoryOf = (slots: number, slotBytes: number): RingMemory =>
  ringMemory(
    STRIPES,
    Array.from({ length: slots }, () => new SharedArrayBuffer(slotBytes)),
  );

let alone: Made;
beforeAll(() => {
  alone = made((write, writeKey) => pressBatch(JOB, write, new StripePress(), writeKey));
});

function expectSame(memory: RingMemory): void {
  const shared = made((write, writeKey) => pressShared(JOB, memory, write, new StripePress(), writeKey));
  expect(shared.pressed).toEqual(alone.pressed);
  expect(shared.lines.equals(alone.lines)).toBe(true);
  expect(shared.key.equals(alone.key)).toBe(true);
}

test('whoever is left alone makes all stripes', () => {
  expect(STRIPES).toBe(3);
  expectSame(memoryOf(1, ROOMY));
});

test('stripes that others made come out as they would have alone', () => {
  const memory = memoryOf(STRIPES, ROOMY);
  helpPress(JOB, memory, new StripePress());
  expectSame(memory);
});

test('a stripe that is too large for its slot is made by who takes it', () => {
  const memory = memoryOf(STRIPES, 1024);
  helpPress(JOB, memory, new StripePress());
  expectSame(memory);
});

test('a ring has room for as many stripes as slots, and for the next when one is taken', () => {
  const ring = new StripeRing(memoryOf(2, 1024));
  expect([ring.tryClaim(), ring.tryClaim(), ring.tryClaim()]).toEqual([0, 1, null]);
  ring.free(0);
  expect([ring.claim(), ring.tryClaim()]).toEqual([2, null]);
  ring.free(1);
  expect(ring.claim()).toBeNull();
});

test('a closed ring lets nobody claim and nobody wait', () => {
  const ring = new StripeRing(memoryOf(2, 1024));
  ring.claim();
  ring.close();
  expect(ring.claim()).toBeNull();
  expect(ring.receive(0)).toBeNull();
  expect(ring.firstByteOf(2)).toBe(0);
});
