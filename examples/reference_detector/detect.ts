import { ID_FIELD, INSTANT_FIELD, SHAPES } from './fields.ts';
import { historyFindings } from './history_rule.ts';
import type { KnownCompanies } from './known_companies.ts';
import { type Line, linesOf } from './lines.ts';
import { referenceFindings } from './reference_rules.ts';
import { copiesOf, repeatedIds } from './repeat_rules.ts';
import { rowFindings } from './row_rules.ts';
import type { Finding, Generator, LineFinding, Verdict } from './verdict.ts';
import { windowFindings } from './window_rule.ts';

/** A published batch as a reader finds it. */
export type Batch = {
  readonly generator: Generator;
  readonly batchId: string;
  /** The interval `[start, end)` in epoch ms. */
  readonly intervalStartMs: number;
  readonly intervalEndMs: number;
  /** JSON Lines. */
  readonly bytes: Uint8Array;
  /** For a driver batch all companies there are, for a company batch those of the batches before it. */
  readonly companies: KnownCompanies;
};

/** What is wrong in a batch, in order of lines. Most lines that are wrong get one verdict; clean data gets none. */
export function detect(batch: Batch): Verdict[] {
  const idField = ID_FIELD[batch.generator];
  const lines = linesOf(batch.bytes);
  const copies = copiesOf(lines, idField);
  // What else is wrong with a copy was said of the line that it copies.
  const originals = lines.filter((line) => !copies.has(line));
  const isKnownBefore = (id: string) => batch.generator === 'company' && batch.companies.has(id);

  const findings: LineFinding[] = [
    ...[...copies].map(({ number }) => copyFinding(number, idField)),
    ...originals.flatMap((line) =>
      findingsOn(line, batch).map((finding) => ({ ...finding, line: line.number })),
    ),
    ...repeatedIds(originals, idField, isKnownBefore),
    ...(batch.generator === 'driver' ? historyFindings(lines, copies) : []),
  ];
  // The sort is stable, so the findings on a line keep their order: rows first, history last.
  return findings.sort((a, b) => a.line - b.line).map((finding) => verdictOf(batch, finding));
}

function copyFinding(line: number, field: string): LineFinding {
  return { line, rule: 'unique_line', kind: 'duplicate', field };
}

/** What a line shows by itself, in its batch's interval and beside the companies. */
function findingsOn({ record, finding }: Line, batch: Batch): Finding[] {
  if (finding !== null) return [finding];
  const { generator, intervalStartMs, intervalEndMs, companies } = batch;
  return [
    ...rowFindings(record, SHAPES[generator]),
    ...windowFindings(record, INSTANT_FIELD[generator], intervalStartMs, intervalEndMs),
    ...(generator === 'driver' ? referenceFindings(record, companies) : []),
  ];
}

function verdictOf({ generator, batchId }: Batch, { line, rule, kind, field }: LineFinding): Verdict {
  return {
    generator,
    batch_id: batchId,
    line,
    rule,
    ...(kind === undefined ? {} : { kind }),
    ...(field === undefined ? {} : { field }),
    action: 'quarantine',
  };
}
