import { expect, test } from 'vitest';
import { hashOf, routeOf } from '../../src/dashboard/page/state/route.ts';

test.each([
  ['', 'overview'],
  ['#/', 'overview'],
  ['#/nothing', 'overview'],
  ['#/log', 'log'],
  ['#/batches', 'batches'],
  ['#/batches/driver', 'batches'],
  ['#/batches/driver/', 'batches'],
  ['#/batches/nobody/20251109T120000Z', 'batches'],
] as const)('%s is the view %s', (hash, view) => {
  expect(routeOf(hash)).toEqual({ view });
});

test('a batch has an address', () => {
  const hash = hashOf('company', '20251109T120000Z');
  expect(hash).toBe('#/batches/company/20251109T120000Z');
  expect(routeOf(hash)).toEqual({ view: 'batch', generator: 'company', batchId: '20251109T120000Z' });
});
