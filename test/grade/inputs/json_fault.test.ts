import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault } from '../../../src/grade/inputs/json_fault.ts';

test.each([
  ['[1, 2', 1, 'the JSON ends too early'],
  ['{"a": 1,\n "b": "x', 2, 'no JSON from "\\"x" on'],
  ['[\n 1,\n]', 3, 'no JSON from "]" on'],
  ['{"a" 1}', 1, 'no JSON from "1}" on'],
  ['{"a": NaN}', 1, 'no JSON from "NaN}" on'],
  ['{1: 2}', 1, 'no JSON from "1: 2}" on'],
  ['[1] [2]', 1, 'no JSON from "[2]" on'],
  ['{"a": [1}', 1, 'no JSON from "}" on'],
  ['', 1, 'the JSON ends too early'],
])('%j breaks on line %i', (text, line, found) => {
  expect(jsonFault(text)).toEqual({ line, found });
});

test('no fault is found in JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      expect(jsonFault(JSON.stringify(value, null, indent))).toBeNull();
    }),
  );
});

test('a fault is found in JSON that was cut, wherever it was', () => {
  const cut = fc
    .tuple(fc.array(fc.jsonValue(), { minLength: 1 }), fc.constantFrom(0, 2))
    .map(([value, indent]) => JSON.stringify(value, null, indent))
    .chain((text) => fc.nat(text.length - 1).map((length) => text.slice(0, length)));
  fc.assert(fc.property(cut, (text) => expect(jsonFault(text)).not.toBeNull()));
});
