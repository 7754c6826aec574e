import { expect, test } from 'vitest';
import { readExposition } from './exposition.ts';

const HEAD = '# HELP a What it is.\n# TYPE a gauge\n';
const HISTOGRAM = '# HELP h Seconds.\n# TYPE h histogram\n';

test('reads values by series, labels in order', () => {
  const { samples } = readExposition(`${HEAD}a{c="1",b="x\\"y, z}"} 2\n\na{b="",c="2"} 1.5e3\n`).get('a')!;
  expect([...samples]).toEqual([
    ['a{b="x\\"y, z}",c="1"}', 2],
    ['a{b="",c="2"}', 1500],
  ]);
});

test.each([
  ['no newline at its end', `${HEAD}a 1`],
  ['a metric without type', '# HELP a What it is.\na 1\n'],
  ['a sample of another metric', `${HEAD}b 1\n`],
  ['a metric twice', `${HEAD}a 1\n${HEAD}`],
  ['a series twice', `${HEAD}a{b="1",c="2"} 1\na{c="2",b="1"} 1\n`],
  ['no number', `${HEAD}a x\n`],
  ['an open quote', `${HEAD}a{b="} 1\n`],
  ['a quote within a label', `${HEAD}a{b="1"2"} 1\n`],
  ['buckets that fall', `${HISTOGRAM}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`],
  [
    'a last bucket without all',
    `${HISTOGRAM}h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`,
  ],
])('refuses %s', (_, text) => {
  expect(() => readExposition(text)).toThrow();
});
