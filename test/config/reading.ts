import { stringify } from '@std/yaml';
import { parseSettings } from '../../src/config/load.ts';
import { problemLine } from '../../src/config/problem.ts';
import type { Settings } from '../../src/config/settings.ts';

/** The settings of a YAML text, or of a document to be written as one. Throws where it has problems. */
export function settingsOf(yaml: string | object): Settings {
  const loaded = parseSettings(textOf(yaml), 'test.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.map(problemLine).join('\n'));
  return loaded.settings;
}

/** What the user reads about the same: `<message> (<path>)`, one a problem, none where all is well. */
export function complaintsAbout(yaml: string | object): string[] {
  const loaded = parseSettings(textOf(yaml), 'test.yaml');
  if (loaded.ok) return [];
  return loaded.problems.map((problem) =>
    problemLine(problem).replace('ERROR Config validation failed: ', ''),
  );
}

const textOf = (yaml: string | object) => (typeof yaml === 'string' ? yaml : stringify(yaml));
