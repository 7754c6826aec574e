import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lines, ROOT, text } from './repository_files.ts';

const dockerfile = lines('docker/Dockerfile');
const entrypoint = text('docker/entrypoint.sh');

function argumentsOf(instruction: string): string[] {
  return dockerfile
    .filter((line) => line.startsWith(`${instruction} `))
    .map((line) => line.slice(instruction.length + 1));
}

test('it copies what is there and in the context, and the context holds nothing else', () => {
  const copied = argumentsOf('COPY')
    .filter((words) => !words.startsWith('--from'))
    .flatMap((words) => words.split(' ').slice(0, -1));
  const [everything, ...exceptions] = lines('.dockerignore');
  const context = exceptions.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(everything).toBe('*');
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(copied.sort()).toEqual(context.sort());
});

test('a config of this machine stays out of it', () => {
  expect(lines('.dockerignore')).toContain('config/config.active.yaml');
});

test('it is built with the Bun that the tests run on', () => {
  const [builder] = argumentsOf('FROM');
  const [, version] = /bun@([\d.]+)/.exec(text('.ci/run'))!;
  expect(builder).toMatch(new RegExp(`^oven/bun:${version!.replaceAll('.', '\\.')}(-\\w+)? AS build$`));
});

test('it runs as a user without rights, who owns the data', () => {
  const [user] = argumentsOf('USER');
  expect(user).toMatch(/^[1-9]\d+:[1-9]\d+$/);
  const [uid, gid] = user!.split(':');
  const setup = argumentsOf('RUN').join('\n');
  expect(setup).toContain(`useradd --uid ${uid} --gid ${gid} `);
  expect(setup).toContain('install --directory --owner=tachograph --group=tachograph /data');
  expect(argumentsOf('VOLUME')).toEqual(['/data']);
});

test('it listens beyond its container and keeps its data in the volume', () => {
  expect(argumentsOf('ENV')).toEqual(['TACHOGRAPH_HOST=0.0.0.0 TACHOGRAPH_DATA_DIR=/data']);
});

test('the active config is a link that the entrypoint aims', () => {
  const [, target] = /ln -s (\S+) config\/config\.active\.yaml/.exec(argumentsOf('RUN').join('\n'))!;
  expect(entrypoint).toContain(`active=${target}\n`);
  const [, preset] = /config=\/app\/(\S+)/.exec(entrypoint)!;
  expect(existsSync(join(ROOT, preset!))).toBe(true);
});

test('src/config leads to config, as in the quickstart', () => {
  expect(argumentsOf('RUN').join('\n')).toContain('ln -s ../config src/config');
});
