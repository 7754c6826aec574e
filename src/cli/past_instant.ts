import { parseInstant } from '../plan/instant.ts';
import { type Given, UsageError } from './options.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const RELATIVE = /^now(?:-(\d{1,9})([smhd]))?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The instant that an option names, in epoch ms: ISO 8601 with its zone, a day (its beginning in UTC), `now`, or so long before
 * it: `now-24h`.
 * @throws {UsageError} for any other text, and for what is still to come
 */
export function pastInstant({ name, text }: Given, nowMs: number): number {
  const ms = instantOf(text, nowMs);
  if (ms === null || ms < 0) {
    throw new UsageError(
      `${name} must be an instant such as 2025-11-09T12:00:00Z, 2025-11-09, now or now-24h (s, m, h, d), got ${text}`,
    );
  }
  if (ms <= nowMs) return ms;
  throw new UsageError(
    `${name} ${text} lies in the future, it is ${new Date(nowMs).toISOString()} now: nothing is made before it is due; write now, or an earlier instant`,
  );
}

function instantOf(text: string, nowMs: number): number | null {
  const relative = RELATIVE.exec(text);
  if (relative !== null) return nowMs - Number(relative[1] ?? 0) * (UNIT_MS[relative[2] ?? 's'] ?? 0);
  return parseInstant(DAY.test(text) ? `${text}T00:00:00Z` : text);
}
