import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRejects } from '../../../src/grade/inputs/read_rejects.ts';
import { bytesOf, sha256 } from './reading.ts';

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constant(null),
  fc.double(),
  fc.boolean(),
  fc.constant(['x']),
);
const event = fc.record({
  event_id: value,
  driver_id: value,
  company_id: value,
  truck_id: value,
  event_type: value,
  timestamp: value,
  location: fc.record({ lat: value, lon: value }),
});
const row = fc.oneof(
  event.chain((whole) =>
    fc.subarray(Object.keys(whole), { minLength: 5 }).map((keys) => picked(whole, keys)),
  ),
  fc.record({ company_id: value, company_name: value, geography: value, active: value, created_at: value }),
);
const line = row.map((each) => bytesOf(JSON.stringify(each)));
/** As the injector tears them: the brace is left, and two bytes at least are lost. */
const torn = line.chain((whole) =>
  fc.integer({ min: 1, max: whole.length - 2 }).map((length) => whole.slice(0, length)),
);
const file = fc.record({
  first: line,
  others: fc.array(fc.oneof(line, torn), { maxLength: 12 }),
  newline: fc.constantFrom('\n', '\r\n'),
  ends: fc.boolean(),
  mark: fc.constantFrom('', '\uFEFF'),
});

test('every line of rows reads back as one rejected record, with the hash of that line', () => {
  fc.assert(
    fc.property(file, ({ first, others, newline, ends, mark }) => {
      const lines = [first, ...others];
      const parts = lines.flatMap((each, i) => [each, bytesOf(i < others.length || ends ? newline : '')]);
      const bytes = Buffer.concat([bytesOf(mark), ...parts]);
      const { format, rejected, counts } = readRejects('rows.jsonl', bytes);
      expect(format).toBe('json_lines');
      expect(counts).toEqual([]);
      expect(rejected.map(({ raw_sha256 }) => raw_sha256)).toEqual(lines.map(sha256));
    }),
  );
});

function picked(whole: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, whole[key]]));
}
