import { wordOf } from './fixed_text.ts';

/** Whole degrees that a longitude can have, and where those of negative coordinates begin in the tables. */
const NEGATIVE = 256;

/** `0` to `255`, then `-0` to `-255`: the text and its length. */
const WHOLE = Array.from({ length: 2 * NEGATIVE }, (_, i) => (i < NEGATIVE ? `${i}` : `-${i - NEGATIVE}`));
const WHOLE_TEXT = Int32Array.from(WHOLE, wordOf);
const WHOLE_LENGTH = Uint8Array.from(WHOLE, (text) => text.length);

/** `.000` to `.999`, and `00` to `99`: the first three decimals and the last two. */
const POINT_AND_THREE = Int32Array.from({ length: 1000 }, (_, i) => wordOf(`.${String(i).padStart(3, '0')}`));
const TWO = Int32Array.from({ length: 100 }, (_, i) => wordOf(String(i).padStart(2, '0')) & 0xffff);
/** How many of those bytes are left without trailing zeros (and without a point that nothing follows). */
const KEPT_OF_THREE = Uint8Array.from({ length: 1000 }, (_, i) =>
  i === 0 ? 0 : i % 100 === 0 ? 2 : i % 10 === 0 ? 3 : 4,
);
const KEPT_OF_FIVE = Uint8Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? 5 : 6));

/**
 * Writes `value` · 10^-5 at `at` as JSON.stringify writes the number: no trailing zeros, no exponent.
 *
 * @param value an integer between −18,000,000 and 18,000,000
 * @returns the offset past the text, which has at most 10 bytes; within those 10, what stands behind it is overwritten
 */
export function writeCoordinate(view: DataView, at: number, value: number): number {
  const rest = value < 0 ? -value : value;
  // Both factors are a little above what they stand for, so the product of a multiple is not below it; and they are
  // so by less than would carry any other value in the range to the next multiple.
  const degrees = (rest * 1e-5) | 0;
  const fraction = rest - degrees * 100_000;
  const thousandths = (fraction * 0.01) | 0;
  const last = fraction - thousandths * 100;

  const whole = value < 0 ? NEGATIVE + degrees : degrees;
  view.setInt32(at, WHOLE_TEXT[whole]!, true);
  const point = at + WHOLE_LENGTH[whole]!;
  view.setInt32(point, POINT_AND_THREE[thousandths]!, true);
  view.setUint16(point + 4, TWO[last]!, true);
  return point + (last === 0 ? KEPT_OF_THREE[thousandths]! : KEPT_OF_FIVE[last]!);
}
