import { describe, expect, test } from 'vitest';
import { apiPathOf, hashOf, routeOf, SECTIONS } from '../../src/dashboard/page/state/address.ts';

const BATCH = { generator: 'driver', batchId: '20251109T120000Z' } as const;

describe('the address of a view', () => {
  test.each([
    ['', { view: 'overview' }],
    ['#/', { view: 'overview' }],
    ['#/nowhere', { view: 'overview' }],
    ['#/log', { view: 'log' }],
    ['#/batches', { view: 'batches' }],
    ['#/batches/lorry/20251109T120000Z', { view: 'batches' }],
    ['#/batches/driver', { view: 'batches' }],
    ['#/batches/driver/', { view: 'batches' }],
    ['#/batches/driver/20251109T120000Z', { view: 'batch', ...BATCH, section: 'lines', at: null }],
    ['#/batches/driver/20251109T120000Z/poem/3', { view: 'batch', ...BATCH, section: 'lines', at: 3 }],
    ['#/batches/driver/20251109T120000Z/raw', { view: 'batch', ...BATCH, section: 'raw', at: null }],
    ['#/batches/driver/20251109T120000Z/raw/x', { view: 'batch', ...BATCH, section: 'raw', at: null }],
    ['#/batches/driver/20251109T120000Z/raw/-1', { view: 'batch', ...BATCH, section: 'raw', at: null }],
  ])('%s', (hash, route) => expect(routeOf(hash)).toEqual(route));

  test.each(SECTIONS)('of a place in %s comes back', (section) => {
    expect(routeOf(hashOf(BATCH, section, 12))).toEqual({ view: 'batch', ...BATCH, section, at: 12 });
    expect(routeOf(hashOf(BATCH, section))).toEqual({ view: 'batch', ...BATCH, section, at: null });
  });
});

test('an id out of an address stays one part of the path', () => {
  expect(apiPathOf({ generator: 'company', batchId: 'a?b#c' })).toBe('/api/batches/company/a%3Fb%23c');
});
