import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';

const PACKAGE = join(import.meta.dirname, '../../examples/medallion/node_modules/@duckdb/node-api');
/** Set where a missing package must not pass for a tested pipeline. */
const IS_REQUIRED = process.env.TACHOGRAPH_REQUIRE_MEDALLION === '1';

/** Tests of the example pipeline; where its packages are not installed they are skipped, or fail where they are required. */
export function withMedallion(name: string, tests: () => void): void {
  if (existsSync(PACKAGE)) {
    describe(name, tests);
    return;
  }
  const reason = 'bun install --cwd examples/medallion installs what it needs';
  if (!IS_REQUIRED) test.skip(`${name} (${reason})`, () => {});
  else {
    test(name, () => {
      throw new Error(reason);
    });
  }
}
