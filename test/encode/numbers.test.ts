import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCoordinate } from '../../src/encode/coordinate.ts';
import { TIMESTAMP_BYTES, TimestampWriter } from '../../src/encode/timestamp.ts';
import { UUID_BYTES, writeHex8, writeUuid } from '../../src/encode/uuid.ts';
import { uuidText } from '../../src/fleet/uuid.ts';

const BEFORE = 3;
const UNTOUCHED = 0x7e;

/** What a writer writes into the middle of a buffer; only the `room` that it may need can be touched. */
function written(write: (words: DataView, at: number) => number, room = UUID_BYTES): string {
  const bytes = new Uint8Array(64).fill(UNTOUCHED);
  const end = write(new DataView(bytes.buffer), BEFORE);
  const around = [...bytes.subarray(0, BEFORE), ...bytes.subarray(BEFORE + room)];
  expect(around.filter((byte) => byte !== UNTOUCHED)).toEqual([]);
  return Buffer.from(bytes.subarray(BEFORE, end)).toString('latin1');
}

describe('a coordinate', () => {
  const coordinate = (value: number) => written((view, at) => writeCoordinate(view, at, value), 10);

  for (const [value, text] of [
    [0, '0'],
    [1, '0.00001'],
    [-1, '-0.00001'],
    [10, '0.0001'],
    [12_345, '0.12345'],
    [99_999, '0.99999'],
    [100_000, '1'],
    [-100_000, '-1'],
    [100_001, '1.00001'],
    [120_000, '1.2'],
    [-7_400_600, '-74.006'],
    [999_999, '9.99999'],
    [1_000_000, '10'],
    [9_000_000, '90'],
    [-9_000_000, '-90'],
    [9_999_999, '99.99999'],
    [10_000_000, '100'],
    [10_010_000, '100.1'],
    [-17_999_999, '-179.99999'],
    [18_000_000, '180'],
    [-18_000_000, '-180'],
  ] as const) {
    test(`${value} is ${text}`, () => expect(coordinate(value)).toBe(text));
  }

  test('is what JSON.stringify writes, at most 10 bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -18_000_000, max: 18_000_000 }), (value) => {
        expect(coordinate(value)).toBe(JSON.stringify(value / 1e5));
        expect(coordinate(value).length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a timestamp', () => {
  test('is what toISOString writes, in whatever order they come', () => {
    const second = fc.integer({ min: 0, max: 253_402_300_799 });
    const fewSeconds = fc.array(second, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fewSeconds,
        fc.array(fc.tuple(fc.nat(2), fc.nat(999)), { maxLength: 20 }),
        (seconds, draws) => {
          const writer = new TimestampWriter();
          for (const [i, ms] of draws) {
            const epochMs = 1000 * seconds[i % seconds.length]! + ms;
            const text = written((words, at) => writer.write(words, at, epochMs), TIMESTAMP_BYTES);
            expect(text).toBe(new Date(epochMs).toISOString());
            expect(text.length).toBe(TIMESTAMP_BYTES);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('at the edges of a second, a year and time itself', () => {
    const writer = new TimestampWriter();
    for (const text of [
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.999Z',
      '2024-02-29T23:59:59.999Z',
      '2025-12-31T23:59:59.010Z',
      '2026-01-01T00:00:00.001Z',
      '9999-12-31T23:59:59.999Z',
    ]) {
      expect(written((words, at) => writer.write(words, at, Date.parse(text)), TIMESTAMP_BYTES)).toBe(text);
    }
  });
});

describe('a UUID', () => {
  const words = Uint32Array.of(9, 9, 9, 9, 0x01234567, 0x89ab4cde, 0x8f012345, 0x6789abcd, 0, 0, 0, 1);

  test('is written as the text that names it elsewhere', () => {
    for (const [i, text] of [
      [1, '01234567-89ab-4cde-8f01-23456789abcd'],
      [2, '00000000-0000-0000-0000-000000000001'],
    ] as const) {
      expect(written((view, at) => writeUuid(view, at, words, i))).toBe(text);
      expect(uuidText(words, i)).toBe(text);
      expect(text.length).toBe(UUID_BYTES);
    }
  });

  test('of any words is the same in both writings', () => {
    const word = () => fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(word(), word(), word(), word(), (...four) => {
        const hex = four.map((each) => each.toString(16).padStart(8, '0')).join('');
        const text = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
        expect(written((words, at) => writeUuid(words, at, Uint32Array.from(four), 0))).toBe(text);
        expect(uuidText(Uint32Array.from(four), 0)).toBe(text);
      }),
    );
  });

  test('begins with its first word in eight digits', () => {
    expect(
      written((words, at) => {
        writeHex8(words, at, 0x00f0000a);
        return at + 8;
      }),
    ).toBe('00f0000a');
  });
});
