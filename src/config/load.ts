import { readFileSync } from 'node:fs';
import { parse } from '@std/yaml';
import * as v from 'valibot';
import { type Problem, problemOf } from './problem.ts';
import { resolveSettings } from './resolve.ts';
import { ConfigFile } from './schema.ts';
import type { Settings } from './settings.ts';
import { structureProblems } from './structure.ts';

/** Read when no file is named. Git ignores it; people copy a preset there. */
export const ACTIVE_FILE = 'config/config.active.yaml';

/** Says as a `source` that no file was read. */
export const BUILT_IN_SOURCE = 'built-in emulated default';

/** The same as `config/config.emulated.yaml`, for a binary without files around it (a test compares the two). */
const BUILT_IN = {
  seed: 42,
  emulated_mode: { enabled: true },
  quality_injection: { enabled: true, corruption_rate: 0.3 },
} satisfies v.InferInput<typeof ConfigFile>;

/** The settings, or all that is wrong with them (never nothing). `source` is the file's path or `BUILT_IN_SOURCE`. */
export type Loaded =
  | { readonly ok: true; readonly source: string; readonly settings: Settings }
  | { readonly ok: false; readonly source: string; readonly problems: readonly Problem[] };

/**
 * Reads the settings from `file`; without one from `activeFile`, and where there is none the built-in default.
 * Throws nothing: what is wrong with the file comes back as problems, all at once.
 */
export function loadSettings(file?: string, activeFile = ACTIVE_FILE): Loaded {
  const source = file ?? activeFile;
  let text: string;
  try {
    text = readFileSync(source, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return fileProblem(source, `Cannot read ${source}: ${message}`, source);
    if (file === undefined) return checkDocument(BUILT_IN, BUILT_IN_SOURCE);
    const wayOut = `copy a preset there, e.g. cp config/config.emulated.yaml ${source}`;
    return fileProblem(source, `No such file: ${source}; ${wayOut}`, source);
  }
  return parseSettings(text, source);
}

/** Reads the settings from the YAML `text` of the file `source`. An empty text means every default. */
export function parseSettings(text: string, source: string): Loaded {
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (error) {
    return yamlProblem(text, source, (error as Error).message);
  }
  return checkDocument(document, source);
}

function checkDocument(document: unknown, source: string): Loaded {
  const result = v.safeParse(ConfigFile, document);
  const values = result.issues?.filter((issue) => issue.type !== 'strict_object').map(problemOf) ?? [];
  const problems = [...structureProblems(document, ConfigFile), ...values];
  if (result.success && problems.length === 0) {
    return { ok: true, source, settings: resolveSettings(result.output) };
  }
  return { ok: false, source, problems: problems.map((p) => (p.path === '' ? { ...p, path: source } : p)) };
}

/** Both YAML parsers (npm's and JSR's) end the first line of their message with `at line 3, column 5:`. */
function yamlProblem(text: string, source: string, message: string): Loaded {
  const summary = message.replace(/:?\n.*/s, '');
  const line = Number(/at line (\d+)/.exec(summary)?.[1]);
  const written = (text.split(/\r?\n/)[line - 1] ?? '').trim();
  const got = written === '' ? '' : `, got ${written}`;
  return fileProblem(source, `Invalid YAML: ${summary}${got}`, written);
}

function fileProblem(source: string, message: string, written: string): Loaded {
  return { ok: false, source, problems: [{ path: source, message, written }] };
}
