import type { Locator } from 'playwright-core';
import type { BatchView } from '../../../src/api/batches.ts';

/** What stands above a panel's chart. */
export function readout(panel: Locator): Promise<string> {
  return panel.getByTestId('readout').innerText();
}

/** So many newest readings of a chart, newest first, as the arrow keys tell them. */
export async function readBack(panel: Locator, readings: number): Promise<string[]> {
  const read = [];
  for (let i = 0; i < readings; i++) {
    read.push(await readout(panel));
    await panel.locator('.plot').press('ArrowLeft');
  }
  return read;
}

/** `12:00:10` of an ISO time */
export function clock(time: string | null): string {
  return time!.slice(11, 19);
}

/** How the chart of sizes reads a batch. */
export function sizeOf({ batch_number, interval_end, ...counts }: BatchView): string {
  const { record_count, valid_count, corrupted_count } = counts;
  return `Batch ${batch_number} at ${clock(interval_end)}: ${record_count} records, ${valid_count} valid, ${corrupted_count} corrupted`;
}
