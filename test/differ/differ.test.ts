import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uuidText } from '../../src/fleet/uuid.ts';
import { stripesOfJob } from '../../src/press/stripe_press.ts';
import { companyJobOf, driverJobOf, qualityOf, sizingOf } from '../press/jobs.ts';
import { pairOf, smallJob } from './batches.ts';
import { Tally, unlawful } from './check_batch.ts';
import { disagreements } from './compare_keys.ts';
import { ALL_KINDS, KINDS_OF } from './contract.ts';
import { diff } from './differ.ts';
import type { KeyLine } from './key_line.ts';
import { keyOf } from './key_of.ts';

const BATCHES = 2_500;
const BATCHES_OF_A_KIND = 30;
const BATCHES_OF_A_PAIR = 20;
const RATES = [0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 1];
/** Kinds whose bytes or ids another kind's line may share. */
const ENTANGLED = ['duplicate', 'conflicting_duplicate', 'torn_line', 'bad_encoding'] as const;

for (const generator of ['driver', 'company'] as const) {
  describe(`the answer key of ${generator} batches`, () => {
    test('is what the differ finds, at every rate, with every kind among it', () => {
      const tally = new Tally();
      for (let n = 0; n < BATCHES; n++) {
        // In step with neither the intervals nor the sizes, which change with every batch.
        const rate = RATES[Math.floor(n / 60) % RATES.length]!;
        tally.check(`batch ${n} at ${rate}`, smallJob(generator, n, qualityOf(rate)));
      }
      expect(tally.wrong).toEqual([]);
      expect([...tally.kinds.keys()].sort()).toEqual([...KINDS_OF[generator]].sort());
      expect(Math.min(...tally.kinds.values())).toBeGreaterThan(300);
    });

    test('is what the differ finds of each kind alone, at rate 1', () => {
      for (const kind of ALL_KINDS) {
        const tally = new Tally();
        for (let n = 0; n < BATCHES_OF_A_KIND; n++) {
          tally.check(`batch ${n} of ${kind}`, smallJob(generator, n, qualityOf(1, { [kind]: 1 })));
        }
        expect(tally.wrong).toEqual([]);
        const isOfGenerator = KINDS_OF[generator].includes(kind);
        expect([...tally.kinds.keys()], kind).toEqual(isOfGenerator ? [kind] : []);
        if (isOfGenerator) expect(tally.kinds.get(kind), kind).toBeGreaterThan(200);
      }
    });

    test('is what the differ finds where every other line repeats, conflicts or is broken', () => {
      const tally = new Tally();
      for (const other of ENTANGLED) {
        for (const kind of KINDS_OF[generator].filter((kind) => kind !== other)) {
          const quality = qualityOf(1, { [kind]: 1, [other]: 1 });
          for (let n = 0; n < BATCHES_OF_A_PAIR; n++) {
            tally.check(`batch ${n} of ${kind}, ${other}`, smallJob(generator, n, quality));
          }
        }
      }
      expect(tally.wrong).toEqual([]);
    });
  });
}

test('a batch of several stripes has its key, lines and bytes counted from its beginning', () => {
  const job = driverJobOf(4000, { quality: qualityOf(0.05) });
  expect(stripesOfJob(job).length).toBe(3);
  const tally = new Tally();
  tally.check('the large batch', job);
  expect(tally.wrong).toEqual([]);
  expect([...tally.kinds.keys()].sort()).toEqual([...ALL_KINDS].sort());
  expect(Math.min(...tally.kinds.values())).toBeGreaterThan(100);
});

test('no copy is of a line that was torn before anything told the two apart', () => {
  const quality = qualityOf(1, { torn_line: 1, duplicate: 1 });
  const job = companyJobOf({ quality, sizing: sizingOf({ companiesPerBatch: 2 }) }, 15);
  const pair = pairOf(job);
  expect(`${pair.dirty}`.startsWith('{\n')).toBe(true);
  expect(keyOf(job).map(({ kind }) => kind)).toEqual(['torn_line', 'torn_line']);
  expect(diff(pair).map(({ kind }) => kind)).toEqual(['torn_line', 'torn_line']);
});

test('orphans are of no company of the pool, mismatched trucks of one of them', () => {
  const quality = qualityOf(1, { orphan_reference: 1, reference_mismatch: 1 });
  const job = driverJobOf(50, { quality });
  const pool = Array.from({ length: job.companies.count }, (_, i) => uuidText(job.companies.ids, i));
  const [ids, trucks] = [new Set(pool), new Set(pool.map((id) => id.slice(0, 8)))];
  const key = keyOf(job);
  expect(key.length).toBeGreaterThan(1000);
  for (const { kind, ops } of key) {
    const after = ops[0]!.after as string;
    const isRight =
      kind === 'orphan_reference'
        ? !ids.has(after.replace(/^DRV-(.*)-\d+$/, '$1'))
        : trucks.has(after.slice(4, 12));
    if (!isRight) throw new Error(`${kind}: ${after}`);
  }
});

test('the differ imports nothing but itself', () => {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = readFileSync(join(import.meta.dirname, name), 'utf8');
    for (const [, from] of text.matchAll(/ from '([^']+)'/g)) {
      if (from === 'node:crypto') continue;
      if (!/^\.\/\w+\.ts$/.test(from!)) throw new Error(`${name} imports ${from}`);
      visit(from!.slice(2));
    }
  };
  visit('differ.ts');
  visit('compare_keys.ts');
  expect(seen.size).toBeGreaterThan(10);
});

describe('a key that is not the one', () => {
  const job = driverJobOf(3, { quality: qualityOf(0.5) });
  const pair = pairOf(job);
  const key = keyOf(job);
  const found = diff(pair);

  /** The key with one line of it changed. */
  const withChanged = (at: number, change: (line: KeyLine) => KeyLine): KeyLine[] =>
    key.map((line, i) => (i === at ? change(line) : line));
  const withOp = (kind: string, change: object): KeyLine[] =>
    withChanged(
      key.findIndex((line) => line.kind === kind),
      (line) => ({ ...line, ops: [{ ...line.ops[0]!, ...change }] }),
    );
  const copy = found.find(({ kind }) => kind === 'duplicate')!;
  const anotherSource = copy.ops[0]!.path === 'line/1' ? 'line/2' : 'line/1';

  test('is told', () => {
    expect(disagreements(found, key, pair.dirty)).toEqual([]);
    const wrong: Readonly<Record<string, readonly KeyLine[]>> = {
      'a line is missing': key.toSpliced(5, 1),
      'the last line is missing': key.slice(0, -1),
      'a line is there twice': [...key, key.at(-1)!],
      'two lines are swapped': [key[1]!, key[0]!, ...key.slice(2)],
      'a line too many': [...key, { ...key[0]!, line: 9999, defect_id: 'driver:x:9999' }],
      'another offset': withChanged(3, (line) => ({ ...line, byte_offset: line.byte_offset + 1 })),
      'another length': withChanged(3, (line) => ({ ...line, byte_length: line.byte_length + 1 })),
      'another hash': withChanged(3, (line) => ({ ...line, raw_sha256: '0'.repeat(64) })),
      'another kind': withChanged(3, (line) => ({ ...line, kind: 'unheard_of' })),
      'another dimension': withChanged(3, (line) => ({ ...line, dimension: 'beauty' })),
      'another scope': withChanged(3, (line) => ({ ...line, scope: 'world' })),
      'no fields': withChanged(3, (line) => ({ ...line, fields: [] })),
      'no ops': withChanged(3, (line) => ({ ...line, ops: [] })),
      'another value before': withOp('missing_field', { before: 'something else' }),
      'another value after': withOp('type_change', { after: 'something else' }),
      'another path': withOp('null_value', { path: '/somewhere' }),
      'a copy of another line': withOp('duplicate', { path: anotherSource }),
      'a copy of itself': withOp('duplicate', { path: `line/${copy.line}` }),
    };
    for (const [name, other] of Object.entries(wrong)) {
      expect(disagreements(found, other, pair.dirty).length, name).toBeGreaterThan(0);
    }
  });

  test('breaks the laws of its ops', () => {
    expect(unlawful(pair, key)).toEqual([]);
    expect(unlawful(pair, withOp('duplicate', { path: anotherSource }))).toEqual([
      expect.stringContaining(`line ${copy.line}: its ops make`),
    ]);
    expect(() => unlawful(pair, withOp('duplicate', { before: {} }))).toThrow('not what was there before');
    expect(() => unlawful(pair, withOp('null_value', { before: 'something else' }))).toThrow('is not');
    expect(() => unlawful(pair, withOp('bad_encoding', { before: '00' }))).toThrow('is not 00');
  });
});
