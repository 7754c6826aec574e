import { signal } from '@preact/signals';

const TICK_MS = 200;

/** This machine's time in epoch ms, five times a second while somebody looks; it stands still in a tab behind. */
export const nowMs = signal(Date.now());

export function startTicker(): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    nowMs.value = Date.now();
  };
  const follow = () => {
    clearInterval(timer);
    if (document.hidden) return;
    tick();
    timer = setInterval(tick, TICK_MS);
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}
