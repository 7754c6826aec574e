import * as v from 'valibot';
import type { Grader } from '../../feedback/grader.ts';
import { choice, count, list, type SchemaOf, share, time } from './fields.ts';
import { defectKind, generator, pipeline } from './identity.ts';

const scope = choice(['row', 'batch', 'reference', 'history', 'bytes'], 'Where defects of it show.', 'row');

const part = (what: string, example: number) =>
  v.nullable(share(`${what}, 0 to 1; null where nothing was tried.`, example));

const bound = share('Low, then high.', 0.9);

const interval = (of: string, example: readonly [number, number]) =>
  v.nullable(
    v.pipe(
      v.strictTuple([bound, bound]),
      v.metadata({
        description: `Wilson’s 95 % interval of the ${of}; null where nothing was tried.`,
        examples: [example],
      }),
    ),
  );

const caught = {
  dirty: count('Dirty records.', 14),
  caught: count('Those that the pipeline flagged.', 13),
  recall: part('Caught among dirty', 0.9286),
  recall_interval: interval('recall', [0.6853, 0.9873]),
};

const grade = {
  pipeline,
  generator,
  batches: v.object({
    graded: count('Batches whose `silver` stage the pipeline reported `done`.', 40),
    pending: count('The others of those asked for: they count in nothing below.', 2),
  }),
  records: v.object({
    total: count('Lines of the graded batches.', 520),
    dirty: count('Dirty ones.', 52),
    flagged: count('Those that the pipeline flagged.', 51),
    true_positives: count('Dirty and flagged.', 48),
    false_positives: count('Clean and flagged, and verdicts on records that no batch has.', 2),
    false_negatives: count('Dirty and not flagged.', 4),
    neutral: count(
      'Flagged ones that count neither way: clean records that a pipeline may rightly doubt.',
      1,
    ),
    unmatched: count('Verdicts on records that the batch does not have.', 0),
    ambiguous: count('Verdicts that fit several records.', 0),
    precision: part('Of the flagged, those that are dirty', 0.96),
    recall: part('Of the dirty, those that were flagged', 0.9231),
    f1: part('Harmonic mean of precision and recall', 0.9412),
    recall_interval: interval('recall', [0.8182, 0.9697]),
    precision_interval: interval('precision', [0.8654, 0.989]),
  }),
  kinds: list(
    v.object({
      kind: defectKind,
      scope,
      ...caught,
      diagnosed: v.nullable(
        v.pipe(
          v.object({
            precision: part('Of the verdicts that name this kind, those that are right', 1),
            recall: part('Of its defects, those that were named', 0.9286),
          }),
          v.description('Null where no verdict names a kind.'),
        ),
      ),
    }),
    'By kind of defect, for those that occur.',
  ),
  scopes: list(v.object({ scope, ...caught }), 'By scope, for those that occur.'),
  cells: v.pipe(
    v.object({
      precision: part('Of the fields that verdicts name, those that are wrong', 0.95),
      recall: part('Of the wrong fields, those that were named', 0.9),
      f1: part('Harmonic mean of the two', 0.9243),
    }),
    v.description('Over pairs of record and field; all null where no verdict names a field.'),
  ),
};

/** What `GET /api/grade` answers. */
export const Grade = v.object(grade) satisfies SchemaOf<Awaited<ReturnType<Grader['report']>>>;

/** A grade as the stream tells it. */
export const GradeTold = v.pipe(
  v.object({ event: v.literal('grade'), timestamp: time('When it was graded.'), ...grade }),
  v.description('A pipeline’s new grade over its newest 100 batches. Live only: it has no id.'),
);
