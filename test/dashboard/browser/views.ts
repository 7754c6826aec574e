import type { Page } from 'playwright-core';

/** Addresses of all views of the dashboard, each with the test id of what it is about. */
export function viewsWith(batchId: string): readonly (readonly [hash: string, content: string])[] {
  const batch = `#/batches/driver/${batchId}`;
  return [
    ['#/', 'readout'],
    ['#/batches', 'batch-list'],
    [batch, 'line'],
    [`${batch}/defects`, 'line'],
    [`${batch}/raw`, 'hex'],
    [`${batch}/metadata`, 'metadata'],
    ['#/log', 'log-rows'],
  ];
}

/** Resolves once a view is there, and is no more about to change. */
export async function viewLoaded(page: Page, content: string): Promise<void> {
  await page.getByTestId(content).first().waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
}
