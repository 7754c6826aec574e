import { createHash } from 'node:crypto';
import type { KeyLine } from '../../src/defects/answer_key.ts';
import type { Score } from '../../src/grade/score.ts';
import type { Verdict } from '../../src/grade/verdict.ts';
import { ALL_KINDS, type Generator, ID_FIELD, type Kind } from '../differ/contract.ts';
import { isObject } from '../differ/json_line.ts';
import type { JsonObject } from '../differ/key_line.ts';

/**
 * Grading as DESIGN §7 has it, a second time and the plain way: it has the whole batch before it, clean and dirty, and
 * looks at all of it for every verdict. Nothing here comes from src but the shapes of what goes in and out.
 */

/** All there is to know of a batch. Its lines are without their newlines. */
export type GradedBatch = {
  readonly generator: Generator;
  readonly clean: readonly Buffer[];
  readonly dirty: readonly Buffer[];
  readonly key: readonly KeyLine[];
};

/** A line as the oracle sees it; lines refer to each other by their 1-based numbers. */
type Line = {
  readonly number: number;
  readonly sha256: string;
  /** What it shows, if it shows a record at all. */
  readonly shown: JsonObject | null;
  readonly clean: JsonObject;
  readonly defect: KeyLine | null;
  /** The line that all copies and conflicts of the group come from; itself if it is none. */
  root: number;
};

/** What verdicts say of one record. */
type Marks = { readonly kinds: ReadonlySet<string>; readonly fields: ReadonlySet<string> };

/** What a batch's verdicts come down to. */
type Meant = {
  readonly flags: ReadonlyMap<number, Marks>;
  /** What is said of records that the batch does not have, one entry a record. */
  readonly strangers: readonly Marks[];
  readonly ambiguous: number;
};

/** The score that verdicts on a batch deserve. */
export function oracleScore(
  batch: GradedBatch,
  verdicts: readonly Verdict[],
  isDirtyCompany: (companyId: string) => boolean,
): Score {
  const lines = linesOf(batch);
  const { flags, strangers, ambiguous } = meaningOf(verdicts, lines, ID_FIELD[batch.generator]);
  const credited = withCredit(flags, lines);

  const truths = lines.filter(({ defect, number }) => defect !== null && credited.has(number));
  const errors = lines.filter(({ defect, number }) => defect === null && credited.has(number));
  const neutral = errors.filter(({ shown }) => isNeutral(shown, batch.generator, lines, isDirtyCompany));
  const wrong = errors.filter((line) => !neutral.includes(line));
  const counting = [
    ...[...truths, ...wrong].map(({ defect, number }) => ({ defect, marks: credited.get(number)! })),
    ...strangers.map((marks) => ({ defect: null, marks })),
  ];

  const kinds = Object.fromEntries(ALL_KINDS.map((kind) => [kind, kindScore(kind)]));
  function kindScore(kind: Kind) {
    const isOfKind = ({ defect }: { readonly defect: KeyLine | null }) => defect?.kind === kind;
    const named = counting.filter(({ marks }) => marks.kinds.has(kind));
    return {
      dirty: batch.key.filter((defect) => defect.kind === kind).length,
      caught: truths.filter(isOfKind).length,
      named: named.length,
      correct: named.filter(isOfKind).length,
    };
  }

  const cells = batch.key.reduce((sum, { fields }) => sum + new Set(fields).size, 0);
  const named = counting.flatMap(({ defect, marks }) =>
    [...marks.fields].map((field) => defect?.fields.includes(field) ?? false),
  );
  const right = named.filter((isRight) => isRight).length;

  return {
    total: lines.length,
    dirty: batch.key.length,
    truePositives: truths.length,
    falsePositives: wrong.length + strangers.length,
    falseNegatives: batch.key.length - truths.length,
    neutral: neutral.length,
    unmatched: strangers.length,
    ambiguous,
    kinds,
    cells: {
      truePositives: right,
      falsePositives: named.length - right,
      falseNegatives: cells - right,
      named: named.length,
    },
  };
}

function linesOf({ generator, clean, dirty, key }: GradedBatch): Line[] {
  const lines = dirty.map(
    (bytes, i): Line => ({
      number: i + 1,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      shown: recordIn(bytes),
      clean: recordIn(clean[i]!)!,
      defect: key.find(({ line }) => line === i + 1) ?? null,
      root: i + 1,
    }),
  );
  // A line's source stands before it, so its root is known by then.
  for (const line of lines) {
    const op = line.defect?.ops[0];
    if (line.defect?.kind === 'duplicate')
      line.root = lines[Number(op!.path.slice('line/'.length)) - 1]!.root;
    if (line.defect?.kind === 'conflicting_duplicate') {
      line.root = lines.find(({ clean }) => clean[ID_FIELD[generator]] === op!.after)!.root;
    }
  }
  return lines;
}

/** The record that a reader gets who puts a replacement character in the place of bytes that are not UTF-8. */
function recordIn(bytes: Buffer): JsonObject | null {
  try {
    const value = JSON.parse(bytes.toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function meaningOf(verdicts: readonly Verdict[], lines: readonly Line[], idField: string): Meant {
  const flags = new Map<number, Marks>();
  const strangers = new Map<string, Marks>();
  let ambiguous = 0;
  /** Per rule and hash or id, how many lines its verdicts have taken so far. */
  const taken = new Map<string, number>();

  for (const verdict of verdicts) {
    if (verdict.line !== undefined) {
      if (lines.some(({ number }) => number === verdict.line)) mark(flags, verdict.line, verdict);
      else mark(strangers, `line ${verdict.line}`, verdict);
      continue;
    }
    const name = verdict.raw_sha256 === undefined ? `id ${verdict.event_id}` : `hash ${verdict.raw_sha256}`;
    const byHash = lines.filter(({ sha256 }) => sha256 === verdict.raw_sha256);
    const byId = lines.filter(
      ({ shown }) => typeof shown?.[idField] === 'string' && shown[idField] === verdict.event_id,
    );
    // An id that nobody shows any more is that of the record which had it: who trims a padded id is right.
    const byOwnId = lines.filter(({ defect }) => defect?.record_id === verdict.event_id);
    const meant = (
      verdict.raw_sha256 !== undefined ? byHash : byId.length > 0 || !verdict.event_id ? byId : byOwnId
    ).sort((a, b) => Number(a.defect === null) - Number(b.defect === null) || a.number - b.number);
    const count = verdict.count ?? 1;
    const areOneGroup = new Set(meant.map(({ root }) => root)).size === 1;
    if (count < meant.length && !areOneGroup && meant.some(({ defect }) => defect === null)) {
      ambiguous++;
      continue;
    }
    // All are meant, or those that the rule's verdicts have not taken yet.
    const turn = JSON.stringify([verdict.rule ?? null, name]);
    const first = count < meant.length ? (taken.get(turn) ?? 0) : 0;
    if (count < meant.length) taken.set(turn, first + count);
    for (const { number } of meant.slice(first, first + count)) mark(flags, number, verdict);
    for (let i = meant.length; i < count; i++) mark(strangers, `${name}, number ${i}`, verdict);
  }
  return { flags, strangers: [...strangers.values()], ambiguous };
}

function mark<K>(flags: Map<K, Marks>, record: K, { kind, field }: Verdict): void {
  const marks = flags.get(record);
  flags.set(record, {
    kinds: new Set([...(marks?.kinds ?? []), ...(kind === undefined ? [] : [kind])]),
    fields: new Set([...(marks?.fields ?? []), ...(field === undefined ? [] : [field])]),
  });
}

/** The flags, with those on clean roots counted for the first of their copies and conflicts that has none. */
function withCredit(flags: ReadonlyMap<number, Marks>, lines: readonly Line[]): ReadonlyMap<number, Marks> {
  const credited = new Map(flags);
  for (const { number, defect } of lines) {
    if (defect !== null || !flags.has(number)) continue;
    const unflagged = lines.find(
      (line) => line.defect !== null && line.root === number && !flags.has(line.number),
    );
    if (unflagged === undefined) continue;
    credited.delete(number);
    credited.set(unflagged.number, flags.get(number)!);
  }
  return credited;
}

/** Whether a pipeline may rightly doubt a clean event. */
function isNeutral(
  shown: JsonObject | null,
  generator: Generator,
  lines: readonly Line[],
  isDirtyCompany: (companyId: string) => boolean,
): boolean {
  if (generator === 'company' || shown === null) return false;
  const hasDirtyEvent = lines.some(
    ({ defect, clean }) => defect !== null && clean.driver_id === shown.driver_id,
  );
  return hasDirtyEvent || isDirtyCompany(shown.company_id as string);
}
