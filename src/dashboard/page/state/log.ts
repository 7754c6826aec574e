import { computed, effect, signal } from '@preact/signals';
import type { LogEntry } from '../../../log/entry.ts';
import { getJson } from '../api/request.ts';
import { backoffMs } from './backoff.ts';
import { CatchUp, type LogPage } from './catch_up.ts';
import { connection } from './connection.ts';
import { isEntry, type Line, LogTail } from './log_tail.ts';
import { route } from './route.ts';

/** So many lines of the log are kept, the newest. */
const KEPT_LINES = 10_000;
/** As many entries as `GET /api/logs` answers at a time. */
export const PAGE_ENTRIES = 1000;
const ANSWER_MS = 15_000;
/** Failures beyond so many make no longer pauses. */
const SLOWEST_FAILURE = 3;

const tail = new LogTail(KEPT_LINES);
const catchUp = new CatchUp(tail, PAGE_ENTRIES, KEPT_LINES);

/** Counts the changes of the tail, which is no signal itself. */
const changes = signal(0);
/** Whether it is known what the log held before the page was opened. */
export const isLogLoaded = signal(false);

/** The newest lines, oldest first. Whoever reads them as part of a computation has it done again when they change. */
export function logLines(): readonly Line[] {
  void changes.value;
  return tail.lines;
}

/** The key of the newest line that somebody has looked at. */
const seenKey = signal(-1);

/** How many errors the log holds that came since somebody last looked at it. */
export const errorsUnseen = computed(
  () =>
    logLines().filter((line) => isEntry(line) && line.entry.level === 'error' && line.key > seenKey.value)
      .length,
);

/** Fills what is missing whenever the stream begins. */
export function startLog(): void {
  effect(() => {
    if (connection.value.kind !== 'live') return;
    catchUp.opened();
    void fillHoles();
  });
  effect(() => {
    const newest = logLines().at(-1);
    if (route.value.view === 'log' && newest !== undefined) seenKey.value = newest.key;
  });
}

export function takeEntry(entry: LogEntry): void {
  catchUp.live(entry);
  changes.value += 1;
  void fillHoles();
}

export function takeLost(count: number): void {
  catchUp.lost(count);
  void fillHoles();
}

let isFilling = false;

/** Asks for as long as there is something to ask and the service is there. */
async function fillHoles(): Promise<void> {
  if (isFilling) return;
  isFilling = true;
  // An answer holds what came before the question: first take all that came in one piece.
  await null;
  let failures = 0;
  while (connection.peek().kind === 'live') {
    const question = catchUp.ask();
    if (question === null) break;
    // The stream tells whether the service is gone; what can't be had is said in the log itself.
    const page = await getPage(question.since).catch(() => null);
    if (page === null) {
      catchUp.failed(question);
      failures = Math.min(failures + 1, SLOWEST_FAILURE);
    } else {
      catchUp.answered(question, page);
      failures = 0;
      isLogLoaded.value = true;
    }
    changes.value += 1;
    if (failures > 0) await new Promise((resolve) => setTimeout(resolve, backoffMs(failures, Math.random())));
  }
  isFilling = false;
}

function getPage(since: string | null): Promise<LogPage> {
  const query = new URLSearchParams({ limit: `${PAGE_ENTRIES}`, ...(since !== null && { since }) });
  return getJson<LogPage>(`/api/logs?${query}`, { signal: AbortSignal.timeout(ANSWER_MS) });
}
