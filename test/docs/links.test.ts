import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, text } from '../ship/repository_files.ts';
import { DOCUMENTS, proseOf } from './documents.ts';

/** The anchors of a document, as its host makes them of its headings. */
function anchorsOf(path: string): string[] {
  return [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('there are documents', () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'docs/peers.md']));
});

test.each(DOCUMENTS)('every relative link of %s leads somewhere', (path) => {
  const links = [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  const dead = links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [to = '', anchor] = link.split('#');
    const target = to === '' ? path : normalize(join(dirname(path), to));
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(dead).toEqual([]);
});

test.each(DOCUMENTS)('every script and file that %s runs is there', (path) => {
  const document = text(path);
  const { scripts } = JSON.parse(text('package.json'));
  const run = [...document.matchAll(/\bbun(?:@[\d.]+)? run ([\w:]+)/g)].map(([, script]) => script!);
  const files = [
    ...document.matchAll(/(?:\bbun |`)((?:src|scripts|bench|examples|deploy|test)\/[\w./-]+)/g),
  ].map(([, file]) => file!);
  expect(run.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test.each(DOCUMENTS)('%s knows nothing of the machine that it was written on', (path) => {
  expect(text(path)).not.toMatch(
    /(^|[\s"'`(=])\/(home|root|work|Users|var\/tmp)\/|\/tmp\/h-|:\/\/[^/\s]*(registry|npmjs|pypi)\./m,
  );
});
