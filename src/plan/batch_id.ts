/** A batch's id: the start of its interval as `YYYYMMDDTHHMMSSZ` (intervals start on whole seconds). */
export function batchIdOf(startMs: number): string {
  return `${new Date(startMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
