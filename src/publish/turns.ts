import { setImmediate } from 'node:timers';

/** How long work may go on before others have their turn. */
const SLICE_MS = 1;

/** The queue of this thread: as there is one event loop, there is one. */
let last: Promise<void> = Promise.resolve();

/**
 * Where all long work and all that is done for many clients queues: one turn follows the other, and between any two there is time
 * for what is due, a boundary above all. Resolves when it is one's turn, for a millisecond's work or two.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}

/** What long work awaits before each of its many short steps. Resolves at once as long as the turn lasts. */
export function turnsByTime(): () => Promise<void> {
  let endMs = 0;
  return async () => {
    if (performance.now() < endMs) return;
    await nextTurn();
    endMs = performance.now() + SLICE_MS;
  };
}
