/*
 * Text that is known beforehand, as numbers of four or eight bytes: a DataView writes such a number in one step, and little-endian
 * on every machine. Eight bytes of ASCII are no NaN as a float64 (its sixth byte would be 0xf0 or more), so no engine changes them.
 */

const SPACE = 0x20;

/** Four ASCII characters as the int32 whose little-endian bytes they are; shorter text is filled up with spaces. */
export function wordOf(text: string): number {
  const code = (i: number) => (i < text.length ? text.charCodeAt(i) : SPACE);
  return code(0) | (code(1) << 8) | (code(2) << 16) | (code(3) << 24);
}

/** Eight ASCII characters as the float64 whose little-endian bytes they are. */
export function doubleOf(text: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, wordOf(text.slice(0, 4)), true);
  view.setInt32(4, wordOf(text.slice(4, 8)), true);
  return view.getFloat64(0, true);
}

/** 8 to 16 ASCII characters as two doubles that may overlap. */
export function pairOf(text: string): readonly [number, number] {
  return [doubleOf(text.slice(0, 8)), doubleOf(text.slice(-8))];
}

/** 16 to 24 ASCII characters as three doubles of which the last two may overlap. */
export function tripleOf(text: string): readonly [number, number, number] {
  return [doubleOf(text.slice(0, 8)), doubleOf(text.slice(8, 16)), doubleOf(text.slice(-8))];
}

// A native copy takes longer at these lengths.

/** Writes a pair's text of `length` bytes at `at`. Returns the offset past it. */
export function writePair(view: DataView, at: number, a: number, b: number, length: number): number {
  view.setFloat64(at, a, true);
  view.setFloat64(at + length - 8, b, true);
  return at + length;
}

/** Writes a triple's text likewise. */
export function writeTriple(
  view: DataView,
  at: number,
  a: number,
  b: number,
  c: number,
  length: number,
): number {
  view.setFloat64(at, a, true);
  view.setFloat64(at + 8, b, true);
  view.setFloat64(at + length - 8, c, true);
  return at + length;
}
