const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

/**
 * Writes `value` · 10^-5 at `at` as JSON.stringify writes the number: no trailing zeros, no exponent.
 *
 * @param value an integer between −18,000,000 and 18,000,000
 * @returns the offset past the last byte written; at most 10 bytes are
 */
export function writeCoordinate(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  if (rest < 0) {
    bytes[at++] = MINUS;
    rest = -rest;
  }
  const whole = (rest / 100_000) | 0;
  if (whole >= 100) bytes[at++] = ZERO + ((whole / 100) | 0);
  if (whole >= 10) bytes[at++] = ZERO + (((whole / 10) | 0) % 10);
  bytes[at++] = ZERO + (whole % 10);

  let fraction = rest % 100_000;
  if (fraction === 0) return at;
  bytes[at++] = POINT;
  for (let unit = 10_000; fraction > 0; unit /= 10) {
    const digit = (fraction / unit) | 0;
    bytes[at++] = ZERO + digit;
    fraction -= digit * unit;
  }
  return at;
}
