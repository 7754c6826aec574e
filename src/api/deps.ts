import type { Settings } from '../config/settings.ts';
import type { EngineControl } from '../engine/control.ts';
import type { Bus } from '../events/bus.ts';
import type { Feed } from '../events/feed.ts';
import type { GradeWatch } from '../feedback/grade_watch.ts';
import type { Grader } from '../feedback/grader.ts';
import type { Feedback } from '../ledger/feedback.ts';
import type { History } from '../ledger/history.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BatchRow } from '../ledger/rows.ts';
import type { Logger } from '../log/log.ts';
import type { LogFeed } from '../log/log_feed.ts';
import type { LogReader } from '../log/reader.ts';
import type { Build } from '../metrics/build.ts';
import type { DiskSpace } from '../publish/disk.ts';
import type { LoadPage } from './asset.ts';
import type { Access } from './guard.ts';

/**
 * The lines of a published batch, without their newlines: at most `limit`, from the one after the first `offset`.
 * @throws an error with code `ENOENT` if the file is gone
 */
export type ReadLines = (row: BatchRow, offset: number, limit: number) => Promise<readonly string[]>;

/**
 * `length` bytes of a published batch, from its byte `offset` on. At once: nothing can move between a look at the ledger and this.
 * @throws an error with code `ENOENT` if the file is gone, `ForeignBytes` if it has fewer bytes than the ledger says
 */
export type ReadBytes = (row: BatchRow, offset: number, length: number) => Uint8Array;

/** What the resources answer from. */
export type ApiDeps = {
  readonly engine: EngineControl;
  readonly history: History;
  readonly settings: Settings;
  readonly logs: LogReader;
  readonly readLines: ReadLines;
  readonly readBytes: ReadBytes;
  readonly ledger: Ledger;
  readonly feedback: Feedback;
  readonly grader: Grader;
  readonly gradeWatch: GradeWatch;
  readonly bus: Bus;
  readonly feed: Feed;
  readonly logFeed: LogFeed;
  /** Whether the answer key may be asked for. */
  readonly servesIssues: boolean;
  /** Room around the data folder; null where nobody can tell. */
  readonly diskSpace: () => DiskSpace | null;
  readonly loadPage: LoadPage;
  readonly access: Access;
  readonly version: Build;
  /** The time in epoch ms. */
  readonly nowMs: () => number;
  readonly log: Logger;
};
