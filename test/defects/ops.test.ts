import { expect, test } from 'vitest';
import { bytesOp, copyOp, type Op, sourceOf } from '../../src/defects/op.ts';
import { applyOps, undoOps } from '../../src/defects/ops.ts';
import { textOf } from './stripe.ts';

const EVENT =
  '{"event_id":"e","driver_id":"d","company_id":"c","truck_id":"t","event_type":"delivered","timestamp":"z","location":{"lat":1.5,"lon":-2}}';
const COMPANY =
  '{"company_id":"c","company_name":"n","geography":"EU","active":true,"drivers_count":10,"created_at":"z"}';

const bytes = (text: string) => new TextEncoder().encode(text);
const noLine = () => new Uint8Array(0);

for (const clean of [EVENT, COMPANY]) {
  for (const [name, before] of Object.entries(JSON.parse(clean))) {
    test(`${name}, once removed, comes back in its place (${clean.length} bytes)`, () => {
      const ops: Op[] = [{ op: 'remove', path: `/${name}`, before, after: null }];
      const dirty = applyOps(bytes(clean), ops, noLine);
      expect(Object.keys(JSON.parse(textOf(dirty)))).not.toContain(name);
      expect(textOf(undoOps(dirty, ops))).toBe(clean);
    });

    test(`${name}, once renamed, stands where it stood (${clean.length} bytes)`, () => {
      const ops: Op[] = [{ op: 'replace', path: `/${name}#`, before: name, after: 'new' }];
      const dirty = applyOps(bytes(clean), ops, noLine);
      expect(textOf(dirty)).toBe(clean.replace(`"${name}":`, '"new":'));
      expect(textOf(undoOps(dirty, ops))).toBe(clean);
    });
  }
}

test('a part of the location comes and goes in its place', () => {
  const ops: Op[] = [{ op: 'remove', path: '/location/lat', before: 1.5, after: null }];
  const dirty = applyOps(bytes(EVENT), ops, noLine);
  expect(textOf(dirty)).toContain('"location":{"lon":-2}}');
  expect(textOf(undoOps(dirty, ops))).toBe(EVENT);
});

test('an unknown key goes to the end', () => {
  const ops: Op[] = [{ op: 'add', path: '/source', before: null, after: 'x' }];
  const dirty = applyOps(bytes(COMPANY), ops, noLine);
  expect(textOf(dirty)).toBe(`${COMPANY.slice(0, -1)},"source":"x"}`);
  expect(textOf(undoOps(dirty, ops))).toBe(COMPANY);
});

test('a copy names its line, and takes back the record it replaced', () => {
  const ops = [copyOp(41, JSON.parse(EVENT))];
  expect(sourceOf(ops[0]!)).toBe(41);
  const dirty = applyOps(bytes(EVENT), ops, (line) => bytes(`line ${line}`));
  expect(textOf(dirty)).toBe('line 41');
  expect(textOf(undoOps(dirty, ops))).toBe(EVENT);
});

test('bytes are exchanged at their offset, also for more or fewer', () => {
  for (const after of ['', 'y', 'yyyy']) {
    const ops = [bytesOp(2, bytes('bc'), bytes(after))];
    const dirty = applyOps(bytes('xabcd'), ops, noLine);
    expect(textOf(dirty)).toBe(`xa${after}d`);
    expect(textOf(undoOps(dirty, ops))).toBe('xabcd');
  }
});

test('several ops are undone from the last to the first', () => {
  const ops: Op[] = [
    { op: 'replace', path: '/geography', before: 'EU', after: 'US' },
    { op: 'replace', path: '/geography#', before: 'geography', after: 'geo' },
    { op: 'replace', path: '/geo', before: 'US', after: null },
  ];
  const dirty = applyOps(bytes(COMPANY), ops, noLine);
  expect(textOf(dirty)).toContain('"geo":null');
  expect(textOf(undoOps(dirty, ops))).toBe(COMPANY);
});
