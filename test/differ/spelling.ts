/** Whether a word is another one but for case, underscores and spaces, or for one slip of a finger. */
export function isVariantOf(word: string, right: string): boolean {
  const [a, b] = [word, right].map((each) => each.toLowerCase());
  return bare(a!) === bare(b!) || slips(a!, b!) === 1;
}

function bare(word: string): string {
  return word.replaceAll(/[_ ]/g, '');
}

/**
 * How many letters must be put in, left out, replaced or swapped with their neighbour to make `b` of `a`
 * (optimal string alignment).
 */
function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(row[j - 1]! + 1, rows[i - 1]![j]! + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
