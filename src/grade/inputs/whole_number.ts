/**
 * A whole number, or one as text: BigQuery writes `"12"`, and pandas `12.0` where a column has nulls. Undefined where the value
 * is none that is exact.
 */
export function wholeNumber(value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^\d+(\.0+)?$/.test(value);
  const number = isText ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
