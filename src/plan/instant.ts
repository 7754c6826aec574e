const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
/** `2025-11-09T12:00:00.000Z`; years beyond 0 to 9999 take more. */
const CHARACTERS = 24;

/**
 * An instant in ISO 8601 with its zone, as epoch ms; what is finer is cut off. Null for any other text, for a day that there is
 * not (30 February), and for what lies beyond the years 0 to 9999 in UTC.
 */
export function parseInstant(text: string): number | null {
  const day = INSTANT.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || new Date(ms).toISOString().length > CHARACTERS ? null : ms;
}

/** Engines make 2 March of 30 February. */
function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
