import * as v from 'valibot';
import { STAGE_STATUSES, STAGES } from '../../ledger/schema.ts';
import { instant, oneOf, pipelineName, wholeNumber } from '../input.ts';
import { choice, count, difference, time } from './fields.ts';
import { batchId, generator, pipeline } from './identity.ts';

export const stage = {
  pipeline,
  stage: choice(STAGES, 'The layer that the batch reached.', 'silver'),
  status: choice(STAGE_STATUSES, 'A batch is graded once its `silver` is `done`.', 'done'),
  at: time('When it reached the layer.', '2025-11-09T12:00:11.250Z'),
  accepted: v.nullable(count('Records that went on; null if the pipeline did not say.', 12)),
  rejected: v.nullable(count('Records that were turned away; null if the pipeline did not say.', 3)),
  latency_ms: difference(
    'From publication to `at`, in ms; negative where the pipeline’s clock is behind.',
    1249,
  ),
};

/** The body of `POST …/stages`. */
export const StageBody = v.strictObject({
  pipeline: v.pipe(v.optional(pipelineName(), 'default'), v.description('Name of the pipeline.')),
  stage: v.pipe(oneOf('stage', STAGES), v.metadata(v.getMetadata(stage.stage))),
  status: v.pipe(oneOf('status', STAGE_STATUSES), v.metadata(v.getMetadata(stage.status))),
  at: v.pipe(v.optional(instant('at')), v.description('When it reached the layer; now, if it is left out.')),
  accepted: v.pipe(
    v.optional(wholeNumber('accepted')),
    v.metadata({ description: 'Records that went on.', examples: [12] }),
  ),
  rejected: v.pipe(
    v.optional(wholeNumber('rejected')),
    v.metadata({ description: 'Records that were turned away.', examples: [3] }),
  ),
});

/** A report of a pipeline on a batch. */
export const Stage = v.pipe(v.object(stage), v.description('That a batch reached a layer of a pipeline.'));

/** What `POST …/stages` answers. */
export const StageAnswer = v.object({
  success: v.literal(true),
  generator,
  batch_id: batchId,
  ...stage,
  timestamp: time('When this was answered.', '2025-11-09T12:00:11.252Z'),
});
