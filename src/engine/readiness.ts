import type { EngineStatus } from './control.ts';

/** Why the service is not ready; null if it is. Somebody who pauses it wants it so: paused is ready. */
export function obstacleOf({ problems, atBaseline, filledToMs, paused }: EngineStatus): string | null {
  const [problem] = problems;
  if (problem !== undefined) return `degraded: ${problem.message} (${problem.code})`;
  if (filledToMs !== null && !paused)
    return `the past is being filled, so far to ${new Date(filledToMs).toISOString()}: the service is ready once it is live`;
  return atBaseline || paused ? null : 'the first batches are not published yet: ask again in a few seconds';
}
