import type { BatchRow } from '../ledger/rows.ts';
import { ApiProblem } from './problem.ts';

/**
 * What `read` makes of the file of a batch.
 * @throws {ApiProblem} `batch_removed` if the file is gone
 */
export async function fromFile<Content>(
  batch: BatchRow,
  read: () => Content | Promise<Content>,
): Promise<Content> {
  if (batch.state !== 'published') throw removed(batch);
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw removed(batch);
    throw error;
  }
}

/** Says that a batch's file is gone, and whose doing that was. */
function removed({ generator, batchId, state }: BatchRow): ApiProblem {
  const how = state === 'cleaned' ? 'was deleted by a clean' : 'is gone, somebody has deleted it';
  return new ApiProblem('batch_removed', `the file of ${generator} batch ${batchId} ${how}`);
}
