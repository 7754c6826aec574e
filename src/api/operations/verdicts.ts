import { resolver } from 'hono-openapi';
import * as v from 'valibot';
import { json, operation } from '../openapi/operation.ts';
import { SubmittedAnswer, VerdictBody } from '../schemas/verdicts.ts';

const Verdicts = v.pipe(v.array(VerdictBody), v.minLength(1));

export const submitVerdicts = operation({
  id: 'submitVerdicts',
  tag: 'Feedback',
  summary: 'Report what is wrong with records',
  description:
    'What a pipeline found wrong, as JSON Lines or one JSON array. The verdicts of a pipeline on a batch take the place of its earlier ones, each batch as a whole; where one line of the body is faulty, nothing of it is kept. They count once the pipeline has reported its `silver` stage `done`.',
  body: {
    description:
      'One verdict a line, of 64 MiB at most; or one array of them, of 1 MiB at most. Which of the two it is shows in its first character.',
    content: {
      'application/x-ndjson': { schema: resolver(Verdicts) },
      'application/json': { schema: resolver(Verdicts) },
    },
  },
  answers: { 200: json('What was taken and what was refused, batch by batch.', SubmittedAnswer) },
  problems: [
    'invalid_json',
    'invalid_body',
    'no_verdicts',
    'batch_not_found',
    'batch_cleaned',
    'too_many_verdicts',
    'too_many_batches',
    'storage_failed',
  ],
});
