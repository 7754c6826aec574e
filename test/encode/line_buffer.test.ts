import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineBuffer } from '../../src/encode/line_buffer.ts';

function append(lines: LineBuffer, text: string): void {
  const bytes = Buffer.from(`${text}\n`);
  lines.reserve(bytes.length);
  lines.bytes.set(bytes, lines.length);
  lines.length += bytes.length;
  lines.endLine();
}

function bufferOf(texts: readonly string[]): LineBuffer {
  const lines = new LineBuffer();
  for (const text of texts) append(lines, text);
  return lines;
}

function textsOf(lines: LineBuffer): string[] {
  return Array.from({ length: lines.lineCount }, (_, i) => {
    const line = lines.bytes.subarray(lines.startOf(i), lines.ends[i]!);
    expect(line.at(-1)).toBe(0x0a);
    return Buffer.from(line.subarray(0, -1)).toString('utf8');
  });
}

const whole = (lines: LineBuffer) => Buffer.from(lines.view()).toString('utf8');
/** Lines of which a few are longer than the buffer's first size. */
const texts = () =>
  fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.string({ maxLength: 80 }).map((text) => text.replaceAll('\n', '')) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 200_000 }).map((length) => 'x'.repeat(length)) },
    ),
    { maxLength: 600, size: 'max' },
  );

test('lines come out as they went in, however far the buffer grows', () => {
  fc.assert(
    fc.property(texts(), (all) => {
      const lines = bufferOf(all);
      expect(textsOf(lines)).toEqual(all);
      expect(whole(lines)).toBe(all.map((text) => `${text}\n`).join(''));
    }),
    { numRuns: 30 },
  );
});

test('many lines and many bytes', () => {
  const all = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${'é'.repeat(i % 50)}`);
  expect(textsOf(bufferOf(all))).toEqual(all);
});

test('room is made for what is asked, beyond twice the size too, and the bytes stay', () => {
  const lines = bufferOf(['before']);
  const size = lines.bytes.length;
  lines.reserve(size - lines.length);
  expect(lines.bytes.length).toBe(size);
  lines.reserve(size - lines.length + 1);
  expect(lines.bytes.length).toBeGreaterThan(size);
  lines.reserve(10_000_000);
  expect(lines.bytes.length).toBeGreaterThanOrEqual(lines.length + 10_000_000);
  expect(textsOf(lines)).toEqual(['before']);
});

test('bytes and words are the same memory, after growth too', () => {
  const lines = new LineBuffer();
  for (const room of [1, 100_000, 1_000_000]) {
    lines.reserve(room);
    lines.words.setUint32(lines.bytes.length - 4, 0x01020304);
    expect([...lines.bytes.subarray(-4)]).toEqual([1, 2, 3, 4]);
    expect(lines.words.byteLength).toBe(lines.bytes.length);
  }
});

test('a cleared buffer is empty, keeps its memory, and holds the next lines alone', () => {
  const lines = bufferOf(Array.from({ length: 5000 }, (_, i) => `old ${i}`.repeat(20)));
  const { bytes, ends } = lines;
  lines.clear();
  expect(textsOf(lines)).toEqual([]);
  expect(lines.view().length).toBe(0);
  append(lines, 'new');
  expect(textsOf(lines)).toEqual(['new']);
  expect(lines.bytes).toBe(bytes);
  expect(lines.ends).toBe(ends);
});
