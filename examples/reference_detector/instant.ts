const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Epoch ms of `YYYY-MM-DDTHH:mm:ss.SSSZ`; null for any other text, and for a day or an hour that no calendar has. */
export function instantOf(value: unknown): number | null {
  if (typeof value !== 'string' || !SHAPE.test(value)) return null;
  const date = new Date(value);
  // 30 February parses in some engines, as 2 March.
  return Number.isNaN(date.getTime()) || date.toISOString() !== value ? null : date.getTime();
}
