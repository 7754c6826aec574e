import type { Generator, Interval } from '../plan/batch.ts';
import type { Stream } from '../random/stream.ts';
import type { Change } from './change.ts';
import type { CleanRecord } from './clean_record.ts';
import type { EmittedLines } from './emitted_lines.ts';
import type { OwnIds } from './own_ids.ts';
import { FIELDS, type Field, type Holds } from './record.ts';

/** What all lines of a stripe have in common. */
export type DefectContext = {
  readonly generator: Generator;
  readonly interval: Interval;
  /** The batch's seed. */
  readonly seed: number;
  /** The stripe's index within the batch, from 0. */
  readonly stripe: number;
  /** How many companies' trucks may drive in this batch. */
  readonly companyCount: number;
  /** The id of company `i` of those, as 36 characters of text. */
  companyIdAt(i: number): string;
};

/** Where a defect goes: one clean line and what a defect may know around it. */
export type Site = {
  readonly context: DefectContext;
  /** 0-based within the stripe. */
  readonly line: number;
  readonly record: CleanRecord;
  readonly emitted: EmittedLines;
  readonly ownIds: OwnIds;
};

/**
 * A kind of defect at work: what it does here, or null where the record or its place does not allow it. A change
 * that leaves the line as it was is a bug.
 */
export type Behaviour = (site: Site, draws: Stream) => Change | null;

/** One of the record's fields that hold something of `kinds`, all equally likely. */
export function drawField(site: Site, draws: Stream, ...kinds: readonly Holds[]): Field {
  return draws.pick(FIELDS[site.context.generator].filter(({ holds }) => kinds.includes(holds)));
}

/** The string at a pointer of a clean record. */
export function textAt(site: Site, path: string): string {
  return site.record.valueAt(path) as string;
}
