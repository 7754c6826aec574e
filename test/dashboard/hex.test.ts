import { expect, test } from 'vitest';
import { hexOffset, hexRows } from '../../src/dashboard/page/batch/hex.ts';

test('sixteen bytes a row, the last with what is left', () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, i) => 0x70 + i);
  expect(hexRows(bytes, 2048)).toEqual([
    {
      offset: 2048,
      bytes: '70 71 72 73 74 75 76 77 78 79 7a 7b 7c 7d 7e 7f'.split(' '),
      ascii: 'pqrstuvwxyz{|}~.',
    },
    { offset: 2064, bytes: ['80', '81'], ascii: '..' },
  ]);
  expect(hexRows(new Uint8Array(), 0)).toEqual([]);
});

test('an offset has eight digits, or more where it needs them', () => {
  expect([0, 2048, 2 ** 33].map(hexOffset)).toEqual(['00000000', '00000800', '200000000']);
});
