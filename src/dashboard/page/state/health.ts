import { computed, signal } from '@preact/signals';
import type { HealthView } from '../../../api/health.ts';
import { getJson } from '../api/request.ts';
import { nowMs } from './ticker.ts';

/** It is asked for again so soon after something happened, and every so often without that, in ms. */
const AFTER_NEWS_MS = 100;
const EVERY_MS = 5000;
const EVERY_MS_IN_THE_BACKGROUND = 60_000;
/** Two questions lie so far apart at least. */
const BETWEEN_MS = 1000;

/** The service's own view of itself; null before its first answer. */
export const health = signal<HealthView | null>(null);

/** The service's clock minus ours, in ms. */
const ahead = signal(0);

/** The service's time in epoch ms, as far as we know it. */
export const serviceNowMs = computed(() => nowMs.value + ahead.value);

let timer: ReturnType<typeof setTimeout> | undefined;
let dueMs = Number.POSITIVE_INFINITY;
let askedMs = 0;

/** Keeps asking for as long as the page is open; seldom while nobody looks. */
export function startHealth(): void {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) askHealthSoon();
  });
  askHealthSoon();
}

/** Something happened that health tells of; while nobody looks, that can wait. */
export function askHealthSoon(): void {
  askIn(
    document.hidden ? EVERY_MS_IN_THE_BACKGROUND : Math.max(AFTER_NEWS_MS, askedMs + BETWEEN_MS - Date.now()),
  );
}

/** Somebody did something, and wants to see that it is done. */
export function askHealthNow(): void {
  askIn(0);
}

function askIn(ms: number): void {
  const due = Date.now() + ms;
  if (due >= dueMs) return;
  dueMs = due;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    dueMs = Number.POSITIVE_INFINITY;
    askedMs = Date.now();
    await ask();
    askIn(document.hidden ? EVERY_MS_IN_THE_BACKGROUND : EVERY_MS);
  }, ms);
}

async function ask(): Promise<void> {
  try {
    const answer = await getJson<HealthView>('/api/health');
    // The answer was written about half-way between question and arrival.
    ahead.value = Date.parse(answer.timestamp) - (askedMs + Date.now()) / 2;
    health.value = answer;
  } catch {
    // The stream tells whether the service is gone or wants a token.
  }
}
