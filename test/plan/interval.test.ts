import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchIdOf } from '../../src/plan/batch_id.ts';
import { ceilTo, floorTo, lastEndedBy, lengthOf } from '../../src/plan/interval.ts';
import { at } from '../fixtures.ts';

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const length = fc.integer({ min: 1, max: 7 * 86_400 }).map((seconds) => seconds * 1000);

test('intervals stand on multiples of their length since the epoch', () => {
  expect(floorTo(at('12:00:13'), 10_000)).toBe(at('12:00:10'));
  expect(floorTo(at('12:00:10'), 10_000)).toBe(at('12:00:10'));
  expect(ceilTo(at('12:00:13'), 10_000)).toBe(at('12:00:20'));
  expect(ceilTo(at('12:00:20'), 10_000)).toBe(at('12:00:20'));
  expect(floorTo(at('12:59:59.999'), 3_600_000)).toBe(at('12:00:00'));
  // A week since the epoch begins on a Thursday.
  expect(new Date(floorTo(at('12:00:00'), 7 * 86_400_000)).toISOString()).toBe('2025-11-06T00:00:00.000Z');
});

test('the last interval that has ended may end now', () => {
  expect(lastEndedBy(at('12:00:10'), 10_000)).toEqual({ startMs: at('12:00:00'), endMs: at('12:00:10') });
  expect(lastEndedBy(at('12:00:10') - 1, 10_000)).toEqual({ startMs: at('11:59:50'), endMs: at('12:00:00') });
});

test('an instant lies between its floor and its ceiling, which are at most one length apart', () => {
  fc.assert(
    fc.property(instant, length, (atMs, lengthMs) => {
      const [low, high] = [floorTo(atMs, lengthMs), ceilTo(atMs, lengthMs)];
      expect(low % lengthMs).toBe(0);
      expect(high % lengthMs).toBe(0);
      expect(low <= atMs && atMs <= high).toBe(true);
      expect(high - low).toBe(low === atMs ? 0 : lengthMs);
    }),
  );
});

test('the last interval that has ended is of its length and is the last', () => {
  fc.assert(
    fc.property(instant, length, (atMs, lengthMs) => {
      const interval = lastEndedBy(atMs, lengthMs);
      expect(lengthOf(interval)).toBe(lengthMs);
      expect(interval.endMs <= atMs && atMs < interval.endMs + lengthMs).toBe(true);
    }),
  );
});

test('a batch id is the start of its interval', () => {
  expect(batchIdOf(at('12:00:10'))).toBe('20251109T120010Z');
  expect(batchIdOf(0)).toBe('19700101T000000Z');
});

test('batch ids sort as their intervals do, and tell each second from the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
      expect(batchIdOf(second * 1000) < batchIdOf((second + 1) * 1000)).toBe(true);
      expect(batchIdOf(second * 1000)).toMatch(/^\d{8}T\d{6}Z$/);
    }),
  );
});
