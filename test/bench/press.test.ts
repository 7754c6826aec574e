import { expect, test } from 'vitest';
import { measurePress } from '../../bench/press.ts';
import { driverJobOf, press } from '../press/jobs.ts';

test('the benchmark of the press measures something of everything, and says what it made', async () => {
  const figures = await measurePress({
    companies: 100,
    largeCompanies: 100,
    rounds: 1,
    workers: 2,
    command: null,
  });
  for (const { name, value } of figures) {
    expect(Number.isFinite(value), name).toBe(true);
  }
  const hashes = figures
    .filter(({ name }) => name === 'press: clean' || name === 'step: sha256')
    .map(({ hash }) => hash);
  const { sha256 } = press(driverJobOf(100)).pressed;
  expect(hashes.filter((hash) => hash !== undefined)).toEqual([sha256, sha256]);
});
