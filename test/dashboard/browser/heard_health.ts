import type { Page } from 'playwright-core';
import type { HealthView } from '../../../src/api/health.ts';

/**
 * Hears what a page is answered by `GET /api/health` from now on. While batches come, another question has another answer, so a page
 * is compared with its own. Returns what tells the newest answer; that throws before the first.
 */
export function hearHealth(page: Page): () => HealthView {
  let newest: HealthView | null = null;
  page.on('response', async (response) => {
    if (response.url().endsWith('/api/health')) newest = await response.json().catch(() => newest);
  });
  return () => {
    if (newest === null) throw new Error('the page has not asked for health yet');
    return newest;
  };
}
