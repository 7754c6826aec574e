import { resolver } from 'hono-openapi';
import { json, operation } from '../openapi/operation.ts';
import { StageAnswer, StageBody } from '../schemas/stage.ts';

export const reportStage = operation({
  id: 'reportStage',
  tag: 'Feedback',
  summary: 'Report that a batch reached a layer',
  description:
    'A later report of a pipeline on the same batch and stage takes the place of the earlier one. Latency is told from when the batch became visible.',
  body: {
    description: 'One JSON object, of 1 MiB at most.',
    content: { 'application/json': { schema: resolver(StageBody) } },
  },
  answers: { 200: json('The report, as it was kept.', StageAnswer) },
  problems: ['invalid_parameter', 'invalid_json', 'invalid_body', 'batch_not_found', 'storage_failed'],
});
