import * as v from 'valibot';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { oneOf } from './input.ts';
import { ApiProblem } from './problem.ts';
import { batchId, generator as generatorField } from './schemas/identity.ts';

/** The path of a batch. Any text may be asked for; ids are looked up. */
export const BatchPath = v.object({
  generator: v.pipe(oneOf('generator', GENERATORS), v.metadata(v.getMetadata(generatorField))),
  batch_id: v.pipe(v.string(), v.metadata(v.getMetadata(batchId))),
});

/**
 * A batch of the open dataset that is or was published, with its defects by kind.
 * @throws {ApiProblem} `batch_not_found`; a batch that is only planned is not there yet
 */
export function findBatch(
  { engine, history }: Pick<ApiDeps, 'engine' | 'history'>,
  generator: Generator,
  batchId: string,
) {
  const batch = history.batch(engine.status().datasetId, generator, batchId);
  if (batch !== null && batch.state !== 'planned') return batch;
  throw new ApiProblem(
    'batch_not_found',
    `there is no ${generator} batch ${batchId.slice(0, 100)}: GET /api/batches?generator=${generator} lists those there are`,
  );
}
