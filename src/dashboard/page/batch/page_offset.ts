/** Where the page begins that holds item `at`, counted from 0 as the result is; the last page where there are fewer. */
export function pageOffset(at: number, size: number, total: number): number {
  return Math.floor(Math.max(0, Math.min(at, total - 1)) / size) * size;
}
