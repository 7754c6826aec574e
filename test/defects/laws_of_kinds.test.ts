import { describe, expect, test } from 'vitest';
import type { Defect } from '../../src/defects/injector.ts';
import { DEFECT_KINDS, type DefectKind } from '../../src/defects/kinds.ts';
import { applyOps, undoOps } from '../../src/defects/ops.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import { GENERATORS, type Generator } from '../../src/plan/batch.ts';
import { injectDefects } from './inject.ts';
import { differences, latin1, PROPERTY_OF_KIND } from './property_of_kind.ts';
import { cleanStripe, contextOf, lineOf, qualityOf, textOf } from './stripe.ts';

const LINES = 1000;
const RATE = 0.3;
const NOT_IN_COMPANIES: readonly DefectKind[] = [
  'out_of_range',
  'orphan_reference',
  'reference_mismatch',
  'impossible_transition',
];
/** Kinds whose fields a comparison of two records cannot tell: the line is none, or another one. */
const BEYOND_COMPARISON: readonly DefectKind[] = ['duplicate', 'torn_line', 'bad_encoding'];

type Injected = { clean: LineBuffer; emitted: LineBuffer; defects: Defect[] };

function inject(generator: Generator, weights: Partial<Record<DefectKind, number>>): Injected {
  const clean = cleanStripe(generator, LINES);
  const emitted = new LineBuffer();
  const defects = injectDefects(clean, emitted, qualityOf(RATE, weights), contextOf(generator));
  return { clean, emitted, defects };
}

for (const generator of GENERATORS) {
  // Every record allows this one, so its lines are all those that the rate makes dirty.
  const struck = inject(generator, { extra_field: 1 }).defects.map(({ line }) => line);

  for (const { kind } of DEFECT_KINDS) {
    if (generator === 'company' && NOT_IN_COMPANIES.includes(kind)) {
      test(`${generator} records have no ${kind}`, () => {
        expect(inject(generator, { [kind]: 1 }).defects).toEqual([]);
      });
      continue;
    }

    describe(`${kind} in ${generator} records`, () => {
      const { clean, emitted, defects } = inject(generator, { [kind]: 1 });
      const emittedLine = (i: number) => lineOf(emitted, i);

      test('is on every dirty line that allows it, and alone', () => {
        expect(defects.map(({ line }) => line)).toEqual(struck);
        expect(new Set(defects.map((defect) => defect.kind))).toEqual(new Set([kind]));
      });

      test('changes the bytes of its line', () => {
        const same = defects.filter(({ line }) => latin1(emittedLine(line)) === latin1(lineOf(clean, line)));
        expect(same).toEqual([]);
      });

      test('has the property that its name says', () => {
        const earlier: string[] = [];
        for (let line = 0; line < LINES; line++) earlier.push(latin1(emittedLine(line)));
        const odd = defects.filter(({ line }) => {
          const [before, after] = [lineOf(clean, line), emittedLine(line)];
          const it = { generator, clean: before, dirty: after, earlier: earlier.slice(0, line) };
          return !PROPERTY_OF_KIND[kind](it);
        });
        expect(odd).toEqual([]);
      });

      test('its ops make the dirty line from the clean one, and the clean one from the dirty', () => {
        for (const { line, ops } of defects) {
          const [before, after] = [lineOf(clean, line), emittedLine(line)];
          expect(latin1(applyOps(before, ops, emittedLine))).toBe(latin1(after));
          expect(latin1(undoOps(after, ops))).toBe(latin1(before));
        }
      });

      test('its ops survive the answer key, which is JSON', () => {
        for (const { ops } of defects) expect(JSON.parse(JSON.stringify(ops))).toEqual(ops);
      });

      test('names the record and the fields that differ', () => {
        for (const { line, recordId, fields } of defects) {
          const before = JSON.parse(textOf(lineOf(clean, line)));
          expect(recordId).toBe(generator === 'company' ? before.company_id : before.event_id);
          expect(fields.length).toBeGreaterThan(0);
          if (BEYOND_COMPARISON.includes(kind)) continue;
          const found = differences(before, JSON.parse(textOf(emittedLine(line))));
          // A renamed field differs under two names; the clean record's one is first.
          expect(fields).toEqual([found[0]!.name]);
        }
      });

      test('stays compact JSON', () => {
        if (kind === 'torn_line' || kind === 'bad_encoding') return;
        for (const { line } of defects) {
          const text = textOf(emittedLine(line));
          expect(JSON.stringify(JSON.parse(text))).toBe(text);
        }
      });

      test('keeps the lines as they are counted', () => {
        expect(emitted.lineCount).toBe(LINES);
        const newlines = emitted.view().filter((byte) => byte === 0x0a);
        expect(newlines.length).toBe(LINES);
        for (let i = 0; i < LINES; i++) expect(emitted.bytes[emitted.ends[i]! - 1]).toBe(0x0a);
      });
    });
  }
}

test('a torn line loses the fields it names and keeps the others', () => {
  const { clean, emitted, defects } = inject('driver', { torn_line: 1 });
  for (const { line, fields } of defects) {
    const text = textOf(lineOf(emitted, line));
    const before = JSON.parse(textOf(lineOf(clean, line)));
    const whole = Object.keys(before).filter((key) =>
      text.includes(`${JSON.stringify(key)}:${JSON.stringify(before[key])}`),
    );
    expect([...whole, ...fields]).toEqual(Object.keys(before));
  }
});

test('bad encoding is inside a string of the field it names', () => {
  for (const generator of GENERATORS) {
    const { clean, emitted, defects } = inject(generator, { bad_encoding: 1 });
    for (const { line, fields } of defects) {
      const [before, after] = [latin1(lineOf(clean, line)), latin1(lineOf(emitted, line))];
      const at = [...before].findIndex((letter, i) => letter !== after[i]);
      const start = before.indexOf(`"${fields[0]}":"`) + fields[0]!.length + 4;
      const end = /(?<!\\)"/.exec(before.slice(start))!.index + start;
      expect(at).toBeGreaterThanOrEqual(start);
      expect(at).toBeLessThan(end);
    }
  }
});
