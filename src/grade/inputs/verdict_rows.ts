import * as v from 'valibot';
import { DEFECT_KINDS } from '../../defects/kinds.ts';
import { GENERATORS } from '../../plan/batch.ts';
import { ACTIONS } from '../verdict.ts';
import { type Contents, wholeRows } from './contents.ts';
import type { Gathering } from './gathering.ts';
import type { Rejected } from './rejects.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';
import { wholeNumber } from './whole_number.ts';

const from = (least: number) =>
  v.pipe(
    v.unknown(),
    v.transform(wholeNumber),
    v.number('is no whole number'),
    v.minValue(least, `is less than ${least}`),
  );
const text = v.string('is no text');

/** A {@link Verdict} as people write it: what does not apply may be null. */
const WRITTEN = v.strictObject({
  pipeline: v.nullish(text),
  generator: v.nullish(v.picklist(GENERATORS, 'is neither driver nor company'), 'driver'),
  batch_id: v.pipe(text, v.nonEmpty('is empty')),
  line: v.nullish(from(1)),
  raw_sha256: v.nullish(v.pipe(text, v.toLowerCase(), v.regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hex'))),
  event_id: v.nullish(text),
  kind: v.nullish(text),
  field: v.nullish(text),
  rule: v.nullish(text),
  action: v.nullish(v.picklist(ACTIONS, `is none of ${ACTIONS.join(', ')}`)),
  count: v.nullish(from(0)),
});

/** The keys of a verdict. */
export const VERDICT_KEYS: readonly string[] = Object.keys(WRITTEN.entries);

/**
 * Verdicts in our own form, one a row.
 *
 * @throws {RejectsUnreadable} at the first that breaks the form
 */
export function readVerdicts(contents: Contents, found: Gathering): void {
  for (const { record, place } of wholeRows(contents)) {
    const parsed = v.safeParse(WRITTEN, record);
    if (!parsed.success) throw brokenVerdict(contents.name, place, parsed.issues[0], record);
    const { pipeline, ...written } = parsed.output;
    const { line, raw_sha256, event_id, kind, count } = written;
    if ((line ?? raw_sha256 ?? event_id ?? null) === null && count !== 0)
      throw new RejectsUnreadable(
        contents.name,
        place,
        'the verdict does not say which record it means',
        'Give it a line, a raw_sha256 or an event_id; or say with count 0 that the batch has none',
      );
    if (typeof pipeline === 'string')
      found.note(
        `Verdicts name the pipeline ${JSON.stringify(pipeline)}: a file is graded as one pipeline all the same.`,
      );
    if (typeof kind === 'string' && !DEFECT_KINDS.some((known) => known.kind === kind))
      found.tally(`Verdicts of kind ${JSON.stringify(kind)}`, 'The table of defects has no such kind.');
    const said = Object.entries(written).filter(([, value]) => (value ?? null) !== null);
    found.reject(Object.fromEntries(said) as Rejected);
  }
}

function brokenVerdict(
  name: string,
  place: string,
  issue: v.InferIssue<typeof WRITTEN>,
  record: Readonly<Record<string, unknown>>,
): RejectsUnreadable {
  const key = String(issue.path?.[0]?.key);
  const isUnknown = !VERDICT_KEYS.includes(key);
  const value = JSON.stringify(record[key]);
  const found = value === undefined ? `the verdict has no ${key}` : `${key} ${issue.message}: ${value}`;
  return new RejectsUnreadable(
    name,
    place,
    isUnknown ? `a verdict has no key ${JSON.stringify(key)}` : found,
    isUnknown ? `Its keys are ${VERDICT_KEYS.join(', ')}` : 'Correct the verdict',
  );
}
