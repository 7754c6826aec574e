import { setDefaultTimeout } from 'bun:test';
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { EXECUTABLE, FLAGS } from './executable.ts';
import { Visit } from './visit.ts';

/** Set where a missing browser must not pass for a tested page. */
const IS_REQUIRED = process.env.TACHOGRAPH_REQUIRE_CHROMIUM === '1';
/** Bounds a hang; it measures nothing. */
const LONGEST_MS = 60_000;

type VisitOptions = {
  /** Complaints that belong to the test. */
  readonly expected?: RegExp;
  /** Done to the page before it loads. */
  readonly before?: (page: Page) => Promise<unknown>;
};

/** Opens the dashboard at a URL in a context of its own, closed after the test; 1280×800 unless told otherwise. */
export type Open = (url: string, options?: BrowserContextOptions & VisitOptions) => Promise<Page>;

/** Tests in a Chromium of their own; without one on this machine they are skipped, or fail where it is required. */
export function inChromium(name: string, tests: (open: Open) => void): void {
  if (!existsSync(EXECUTABLE)) {
    const reason = `there is no Chromium at ${EXECUTABLE}, set CHROMIUM_PATH`;
    if (!IS_REQUIRED) test.skip(`${name} (${reason})`, () => {});
    else {
      test(name, () => {
        throw new Error(reason);
      });
    }
    return;
  }
  setDefaultTimeout(LONGEST_MS);
  describe(name, () => {
    let browser: Browser;
    const visits: Visit[] = [];
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
    });
    afterEach(async () => {
      const complaints: string[] = [];
      for (const visit of visits.splice(0)) complaints.push(...(await visit.end()));
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    });
    afterAll(() => browser.close());
    tests(async (url, { expected, before, ...options } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const visit = new Visit(await context.newPage(), new URL(url).origin, expected);
      visits.push(visit);
      await before?.(visit.page);
      await visit.page.goto(url);
      return visit.page;
    });
  });
}
