import { describe, expect, test } from 'vitest';
import { annotate, type Segment } from '../../src/dashboard/page/batch/annotate.ts';
import { DEFECT_KINDS, type DefectKind } from '../../src/defects/kinds.ts';
import type { Op } from '../../src/defects/op.ts';
import { GENERATORS } from '../../src/plan/batch.ts';
import { dirtyLinesOf } from './key_lines.ts';

const LINES = 400;
/** Bytes of a character that is cut in two are lost in a text. */
const BYTES: readonly DefectKind[] = ['torn_line', 'bad_encoding'];

const NOT_IN_COMPANIES: readonly DefectKind[] = [
  'out_of_range',
  'orphan_reference',
  'reference_mismatch',
  'impossible_transition',
];

const emitted = (segments: readonly Segment[]) => segments.map(({ text }) => text).join('');
const clean = (segments: readonly Segment[]) =>
  segments.map(({ text, mark }) => mark?.before ?? text).join('');
/** `a[-before-]{+after+}b`, as `git diff --word-diff` writes it. */
const drawn = (segments: readonly Segment[]) =>
  segments
    .map(({ text, mark }) => {
      if (mark === null) return text;
      return `${mark.before && `[-${mark.before}-]`}${text && `{+${text}+}`}`;
    })
    .join('');
const replace = (path: string, before: unknown, after: unknown): Op => ({
  op: 'replace',
  path,
  before,
  after,
});

for (const generator of GENERATORS) {
  for (const { kind } of DEFECT_KINDS) {
    const lines = dirtyLinesOf(generator, kind, LINES);
    if (generator === 'company' && NOT_IN_COMPANIES.includes(kind)) continue;

    describe(`${kind} in ${generator} records`, () => {
      const cases = lines.map(({ key, ...line }) => ({
        ...line,
        key,
        segments: annotate(line.raw, key.ops),
      }));

      test('what is shown of now is the line', () => {
        expect(cases.length).toBeGreaterThan(LINES / 4);
        for (const { raw, segments } of cases) expect(emitted(segments)).toBe(raw);
      });

      test('every op has a mark that is to be seen', () => {
        for (const { key, segments } of cases) {
          const marks = segments.filter(({ mark }) => mark !== null);
          expect(marks.map(({ mark }) => mark!.op)).toEqual([...key.ops]);
          for (const { text, mark } of marks) expect(text + mark!.before).not.toBe('');
        }
      });

      if (!BYTES.includes(kind)) {
        test('what is shown of before is the clean line', () => {
          for (const { clean: before, segments } of cases) expect(clean(segments)).toBe(before);
        });

        return;
      }
      test('what stands around the mark is of the clean line', () => {
        for (const { clean: before, segments } of cases) {
          const i = segments.findIndex(({ mark }) => mark !== null);
          const after = emitted(segments.slice(i + 1));
          expect(before.startsWith(emitted(segments.slice(0, i)))).toBe(true);
          expect(before.endsWith(after)).toBe(true);
          // The one character whose bytes were touched, or all that is lost.
          if (kind === 'torn_line') expect(after).toBe('');
          else expect(before.length - emitted(segments.slice(0, i)).length - after.length).toBe(1);
        }
      });
    });
  }
}

describe('a mark stands where the defect is', () => {
  test.each<[string, Op, string]>([
    ['{"a":1,"b":2}', replace('/a', 7, 1), '{"a":[-7-]{+1+},"b":2}'],
    ['{"l":{"a":1}}', replace('/l/a', 'x', 1), '{"l":{"a":[-"x"-]{+1+}}}'],
    ['{"ts":1,"b":2}', replace('/timestamp#', 'timestamp', 'ts'), '{[-"timestamp"-]{+"ts"+}:1,"b":2}'],
    ['{"l":{"lng":1}}', replace('/l/lon#', 'lon', 'lng'), '{"l":{[-"lon"-]{+"lng"+}:1}}'],
    ['{"a":1,"x":2}', { op: 'add', path: '/x', before: null, after: 2 }, '{"a":1{+,"x":2+}}'],
    ['{"x":2,"a":1}', { op: 'add', path: '/x', before: null, after: 2 }, '{{+"x":2,+}"a":1}'],
    ['{"x":2}', { op: 'add', path: '/x', before: null, after: 2 }, '{{+"x":2+}}'],
    [
      '{"event_id":"e","location":{}}',
      { op: 'remove', path: '/timestamp', before: 'z', after: null },
      '{"event_id":"e",[-"timestamp":"z",-]"location":{}}',
    ],
    [
      '{"location":{}}',
      { op: 'remove', path: '/location/lat', before: 1.5, after: null },
      '{"location":{[-"lat":1.5-]}}',
    ],
    ['{"a":1}', { op: 'copy', path: 'line/3', before: { a: 2 }, after: null }, '[-{"a":2}-]{+{"a":1}+}'],
    ['ab', { op: 'bytes', path: 'byte/2', before: '6364', after: '' }, 'ab[-cd-]'],
    ['a\ufffdc', { op: 'bytes', path: 'byte/1', before: '62', after: 'ff' }, 'a[-b-]{+\ufffd+}c'],
  ])('%s %o', (raw, op, expected) => expect(drawn(annotate(raw, [op]))).toBe(expected));

  test('a field that was null is missed as well', () => {
    const op: Op = { op: 'remove', path: '/event_id', before: null, after: null };
    expect(drawn(annotate('{"driver_id":"d"}', [op]))).toBe('{[-"event_id":null,-]"driver_id":"d"}');
  });

  test('of two keys alike, at the one that holds the value', () => {
    const op = replace('/a', 0, 1);
    expect(drawn(annotate('{"a":1,"a":2}', [op]))).toBe('{"a":[-0-]{+1+},"a":2}');
    expect(drawn(annotate('{"a":3,"a":4}', [op]))).toBe('{"a":3,"a":[-0-]{+4+}}');
  });

  test('several ops have a mark each, in the order of their places', () => {
    const ops = [replace('/b', 3, 2), replace('/a', 7, 1)];
    expect(drawn(annotate('{"a":1,"b":2}', ops))).toBe('{"a":[-7-]{+1+},"b":[-3-]{+2+}}');
  });

  test('an op that changes nothing has none', () => {
    expect(annotate('{"a":1}', [replace('/a', 1, 1)])).toEqual([{ text: '{"a":1}', mark: null }]);
  });

  test('a line without ops is one piece, an empty one none', () => {
    expect(annotate('{"a":1}', [])).toEqual([{ text: '{"a":1}', mark: null }]);
    expect(annotate('', [])).toEqual([]);
  });
});

describe('a line that somebody edited', () => {
  test.each(['{"b":1}', 'no JSON', '{"a', '[1]', '3', '{"a":{"b":', '{}'])(
    '%s is marked as a whole',
    (raw) => {
      const segments = annotate(raw, [replace('/a/b/c', 'x', 'y')]);
      expect(drawn(segments)).toBe(`[-"x"-]{+${raw}+}`);
    },
  );

  test('a field is missed where there is no object to miss it', () => {
    const op: Op = { op: 'remove', path: '/location/lat', before: 1.5, after: null };
    expect(drawn(annotate('{"location":7}', [op]))).toBe('[-"lat":1.5-]{+{"location":7}+}');
  });

  test('bytes beyond its end are missed there', () => {
    const op: Op = { op: 'bytes', path: 'byte/90', before: '62', after: 'ff' };
    expect(drawn(annotate('abc', [op]))).toBe('abc[-b-]');
  });
});

test('a broken byte within a character of three marks what is left of that', () => {
  const bytes = new TextEncoder().encode('a東b');
  for (const at of [1, 2, 3]) {
    const broken = bytes.with(at, 0xff);
    const raw = new TextDecoder().decode(broken);
    const op: Op = { op: 'bytes', path: `byte/${at}`, before: bytes[at]!.toString(16), after: 'ff' };
    const segments = annotate(raw, [op]);
    expect(segments.map(({ text }) => text.replaceAll('\ufffd', '?'))).toEqual([
      'a',
      raw.slice(1, -1).replaceAll('\ufffd', '?'),
      'b',
    ]);
  }
});
