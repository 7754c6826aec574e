import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, text } from '../ship/repository_files.ts';

/** What Git knows nothing of, but for what it does itself. */
const FOREIGN = ['node_modules', 'dist', 'data'];

/** Every Markdown file of the repository, from its root. */
export const DOCUMENTS: readonly string[] = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !name.startsWith('.') && !FOREIGN.includes(name))
  .flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    const files = readdirSync(join(ROOT, entry.name), { recursive: true, encoding: 'utf8' });
    return files.map((file) => join(entry.name, file));
  })
  .filter((path) => path.endsWith('.md') && !path.includes('node_modules'));

/** The document without its code blocks, in which `[a](b)` and `#` mean other things. */
export function proseOf(path: string): string {
  return text(path).replaceAll(/^```[\s\S]*?^```/gm, '');
}

/** What stands in backticks in the first column of the tables of a section. */
export function firstColumn(path: string, heading: string): string[] {
  const [, section = ''] = text(path).split(`\n## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  const cells = [...body.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell]) => cell!);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!));
}
