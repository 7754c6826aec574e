import { formatDuration } from '../config/duration.ts';
import { loadSettings } from '../config/load.ts';
import { problemLine } from '../config/problem.ts';
import type { Writers } from './writers.ts';

/**
 * `validate [file]`: checks the config that `start` would use, or `file`. Writes mode and intervals, or one line a
 * problem. Returns the exit code: 0 valid, 2 not.
 */
export function validate(file: string | undefined, writers: Writers): 0 | 2 {
  const loaded = loadSettings(file);
  if (!loaded.ok) {
    for (const problem of loaded.problems) writers.err(problemLine(problem));
    return 2;
  }
  const { mode, intervalMs } = loaded.settings;
  writers.out(`Mode: ${mode}`);
  writers.out(`Company interval: ${formatDuration(intervalMs.company)}`);
  writers.out(`Driver interval: ${formatDuration(intervalMs.driver)}`);
  return 0;
}
