const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * `PnD`, `PTnHnMnS` and `PnDTnHnMnS`; at least one part is there, and one after a `T`. Years, months and weeks are left
 * out: their length depends on the calendar or nobody needs it. Seconds may carry a fraction.
 */
export const DURATION_PATTERN =
  /^P(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?)?$/;

/** The length of an ISO 8601 duration in ms, not always whole (`PT0.0001S`); null where the text is none. */
export function parseDuration(text: string): number | null {
  const match = DURATION_PATTERN.exec(text);
  if (match === null) return null;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  return (
    Number(days) * DAY +
    Number(hours) * HOUR +
    Number(minutes) * MINUTE +
    Number(seconds) * SECOND +
    // Apart from the whole seconds, because 1.001 × 1000 is not 1001 in floating point.
    Number(`0.${fraction}`) * SECOND
  );
}

/** The shortest ISO 8601 form of `ms`: 90,000 is `PT1M30S`, 0 is `PT0S`. Throws RangeError unless a whole number ≥ 0. */
export function formatDuration(ms: number): string {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError(`Not a duration in whole ms: ${ms}`);
  const part = (amount: number, unit: string) => (amount === 0 ? '' : `${amount}${unit}`);
  const date = part(Math.floor(ms / DAY), 'D');
  const time =
    part(Math.floor(ms / HOUR) % 24, 'H') +
    part(Math.floor(ms / MINUTE) % 60, 'M') +
    part((ms % MINUTE) / SECOND, 'S');
  if (time !== '') return `P${date}T${time}`;
  return date === '' ? 'PT0S' : `P${date}`;
}

/** What the writer of a text that is no duration may have meant: `PT10S` for `10S`, `10s` or `10`; else null. */
export function suggestDuration(text: string): string | null {
  const parts = text.toUpperCase().replaceAll(/\s/g, '').replace(/^P?T?/, '');
  const guesses = [`P${parts}`, `PT${parts}`, `PT${parts}S`];
  return guesses.find((guess) => parseDuration(guess) !== null) ?? null;
}
