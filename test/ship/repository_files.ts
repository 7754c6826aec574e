import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@std/yaml';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A file of the repository. */
export function text(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Its lines without comments and empty ones; what a `\` continues is one line. */
export function lines(path: string): string[] {
  return text(path)
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

// biome-ignore lint/suspicious/noExplicitAny: what the documents hold is what is being checked
export function yaml(path: string): any {
  return parse(text(path));
}
