import * as v from 'valibot';
import { ACTIONS } from '../../grade/verdict.ts';
import { GENERATORS } from '../../plan/batch.ts';
import { oneOf, pipelineName, text, wholeNumber } from '../input.ts';
import { count, flag, list, time, words } from './fields.ts';
import { batchId, DEFECT_KIND_NAMES, generator, pipeline } from './identity.ts';

/** More than a batch has. */
const MOST_RECORDS = 1_000_000_000;

/** One way to say which record it is, or that there is none. */
const NAMES_ITS_RECORD = [
  { required: ['line'] },
  { required: ['raw_sha256'] },
  { required: ['event_id'] },
  { required: ['count'], properties: { count: { const: 0 } } },
];

/** A verdict as a pipeline sends it. */
export const VerdictBody = v.pipe(
  v.strictObject({
    pipeline: v.pipe(v.optional(pipelineName(), 'default'), v.description('Name of the pipeline.')),
    generator: v.pipe(
      v.optional(oneOf('generator', GENERATORS), 'driver'),
      v.description('Which generator made the batch.'),
    ),
    batch_id: v.pipe(
      text('batch_id', 64),
      v.metadata({ description: 'The batch.', examples: ['20251109T120000Z'] }),
    ),
    line: v.pipe(
      v.exactOptional(wholeNumber('line', 1)),
      v.metadata({ description: 'Number of its line in the batch, from 1.', examples: [4] }),
    ),
    raw_sha256: v.pipe(
      v.exactOptional(
        v.pipe(
          text('raw_sha256', 64),
          v.regex(/^[0-9a-f]{64}$/, 'raw_sha256 must be 64 hex digits in lower case'),
        ),
      ),
      v.description('SHA-256 of its line without the newline, in hex. Counts where there is no `line`.'),
    ),
    event_id: v.pipe(
      v.exactOptional(text('event_id', 512)),
      v.description(
        'The id that it shows: its `event_id`, of a company its `company_id`. Counts where there is neither of the others.',
      ),
    ),
    kind: v.pipe(
      v.exactOptional(oneOf('kind', DEFECT_KIND_NAMES)),
      v.metadata({ description: 'What is wrong with it.', examples: ['missing_field'] }),
    ),
    field: v.pipe(
      v.exactOptional(text('field', 128)),
      v.metadata({ description: 'Which field is wrong, `location.lat` style.', examples: ['event_type'] }),
    ),
    rule: v.pipe(
      v.exactOptional(text('rule', 256)),
      v.metadata({
        description: 'The pipeline’s own name for the rule that found it.',
        examples: ['not_null_event_type'],
      }),
    ),
    action: v.pipe(
      v.exactOptional(oneOf('action', ACTIONS)),
      v.description('What the pipeline did with it.'),
    ),
    count: v.pipe(
      v.exactOptional(wholeNumber('count', 0, MOST_RECORDS)),
      v.description(
        'How many records of that hash or id are meant, 1 if it is not said; 0 says that the batch has none.',
      ),
    ),
  }),
  v.check(
    ({ line, raw_sha256, event_id, count }) =>
      line !== undefined || raw_sha256 !== undefined || event_id !== undefined || count === 0,
    'a verdict must name its record by line, raw_sha256 or event_id; or say with count 0 that the batch has none',
  ),
  v.metadata({
    description: 'That something is wrong with a record of a batch.',
    anyOf: NAMES_ITS_RECORD,
    examples: [{ batch_id: '20251109T120000Z', line: 4, kind: 'missing_field', field: 'event_type' }],
  }),
);

const submission = (batch: typeof batchId | ReturnType<typeof words>) => ({
  pipeline,
  generator,
  batch_id: batch,
  verdicts: count('How many there were on it.', 3),
});

/** What `POST /api/verdicts` answers. */
export const SubmittedAnswer = v.object({
  success: flag('Whether nothing was refused.', true),
  accepted: count('Verdicts that count from now on.', 3),
  batches: list(
    v.object({
      ...submission(batchId),
      replaced: flag('Whether earlier ones of the pipeline on the batch count no more.', false),
    }),
    'Whose verdicts were taken, each batch as a whole.',
  ),
  refused: list(
    v.object({
      ...submission(words('As it was sent.', '20200101T000000Z')),
      error: words('The code that a problem would have.', 'batch_not_found'),
      detail: words(
        'For people.',
        'there is no driver batch 20200101T000000Z: GET /api/batches?generator=driver lists those there are',
      ),
    }),
    'Batches whose verdicts were not taken; earlier ones on them stay. If all are refused, the answer is the first one’s problem.',
  ),
  timestamp: time('Now.'),
});
