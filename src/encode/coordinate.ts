const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

/**
 * Writes `value` · 10^-5 at `at` as JSON.stringify writes the number: no trailing zeros, no exponent.
 *
 * @param value an integer between −18,000,000 and 18,000,000
 * @returns the offset past the text, which has at most 10 bytes; up to 5 zeros may stand behind it
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

  const fraction = rest - whole * 100_000;
  if (fraction === 0) return at;
  const thousands = (fraction / 100) | 0;
  const ones = fraction - thousands * 100;
  bytes[at] = POINT;
  // All five digits, and then back over the trailing zeros: the next part is written over them.
  bytes[at + 1] = ZERO + ((thousands / 100) | 0);
  bytes[at + 2] = ZERO + (((thousands / 10) | 0) % 10);
  bytes[at + 3] = ZERO + (thousands % 10);
  bytes[at + 4] = ZERO + ((ones / 10) | 0);
  bytes[at + 5] = ZERO + (ones % 10);
  let end = at + 6;
  while (bytes[end - 1] === ZERO) end -= 1;
  return end;
}
