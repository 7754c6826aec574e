import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** The rooms in order: a room imports only from rooms that stand before it. ARCHITECTURE.md says why. */
const ROOMS = [
  'random', 'plan', 'fleet', 'encode', 'defects', 'grade', 'config', 'events', 'log',
  'publish', 'press', 'ledger', 'engine', 'feedback', 'metrics', 'api', 'dashboard', 'cli',
]; // biome-ignore format: a line a storey
const PURE_ROOMS = ['random', 'plan', 'fleet', 'encode', 'defects', 'grade'];

/** What would let a clock, a machine or an engine reach a byte; `Math`'s last bits differ between engines. */
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.(random|exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\b/,
  /[\w)\]] \*\* /,
  /\b(process|Bun|Deno|performance|globalThis|navigator)\./,
  /\bcrypto\.(randomUUID|getRandomValues)\b/,
  /\b(async|await)\b/,
  /\bIntl\b|\.toLocale\w+\(/,
  /from 'node:(?!crypto)/,
];

type SourceFile = {
  readonly path: string;
  readonly room: string;
  readonly code: string;
  readonly imports: string[];
};

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, to]) =>
      normalize(join(dirname(path), to!)),
    );
    return {
      path,
      room: path.includes('/') ? path.split('/')[0]! : '',
      code: withoutComments(text),
      imports,
    };
  });

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

describe('the way through the house', () => {
  test('every folder is a room that the order names', () => {
    const rooms = new Set(files.map(({ room }) => room).filter((room) => room !== ''));
    expect([...rooms].filter((room) => !ROOMS.includes(room))).toEqual([]);
  });

  test('imports run one way', () => {
    const against = files.flatMap(({ path, room, imports }) =>
      imports
        .filter((to) => to.includes('/') && !to.startsWith('..'))
        .filter((to) => room !== '' && ROOMS.indexOf(to.split('/')[0]!) > ROOMS.indexOf(room))
        .map((to) => `${path} imports ${to}`),
    );
    expect(against).toEqual([]);
  });

  test('nothing but main imports cli, and nothing imports main', () => {
    const users = (target: RegExp) =>
      files.filter(({ imports }) => imports.some((to) => target.test(to))).map(({ path }) => path);
    expect(users(/^main\.ts$/)).toEqual([]);
    expect(users(/^cli\//).filter((path) => path !== 'main.ts' && !path.startsWith('cli/'))).toEqual([]);
  });

  test('files do not import each other in circles', () => {
    const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      if (way.includes(path) || done.has(path)) return;
      for (const to of importsOf.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    };
    for (const { path } of files) visit(path, []);
    expect(circles).toEqual([]);
  });

  test('there are no barrels and no rooms for odds and ends', () => {
    const names = files
      .map(({ path }) => path)
      .filter((path) => /(^|\/)(index|utils?|helpers?|common|misc)\b/.test(path));
    expect(names).toEqual([]);
    expect(
      files.filter(({ code }) => /export \* from|export \{[^}]*\} from/.test(code)).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('pure rooms', () => {
  const pure = files.filter(({ room }) => PURE_ROOMS.includes(room));

  test('are there', () => expect(pure.length).toBeGreaterThan(20));

  test.each(pure)('$path holds no clock, chance, machine or inexact arithmetic', ({ code }) => {
    expect(IMPURE.filter((banned) => banned.test(code)).map(String)).toEqual([]);
  });
});

test('the process ends in main alone', () => {
  expect(
    files
      .filter(({ code, path }) => /process\.exit/.test(code) && path !== 'main.ts')
      .map(({ path }) => path),
  ).toEqual([]);
});

test('only main constructs the real clock, disk and press', () => {
  const constructors = /new (SystemClock|LocalDisk|WorkerPress)\(/;
  const users = files.filter(({ code }) => constructors.test(code)).map(({ path }) => path);
  // The worker is a process of its own, with a disk of its own.
  expect(users.sort()).toEqual(['main.ts', relative(SRC, join(SRC, 'press/worker.ts'))]);
});
