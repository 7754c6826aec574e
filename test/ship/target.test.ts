import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { addonEntry, RELEASED, thisMachine } from '../../scripts/build/target.ts';

test.each([...RELEASED, thisMachine()])('better-sqlite3 brings the addon of %s', (target) => {
  const entry = require.resolve(addonEntry(target));
  const [, addon] = /'(\.\.\/[^']+\.node)'/.exec(readFileSync(entry, 'utf8'))!;
  expect(existsSync(join(dirname(entry), addon!))).toBe(true);
});
