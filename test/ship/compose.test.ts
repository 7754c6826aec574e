import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCommandLine } from '../../src/cli/options.ts';
import { lines, ROOT, text, yaml } from './repository_files.ts';

const compose = yaml('docker/docker-compose.yml');
const { generator } = compose.services;
const { port } = readCommandLine([], {}).options;

test('it is one service, with one volume of its own', () => {
  expect(Object.keys(compose.services)).toEqual(['generator']);
  expect(Object.keys(compose.volumes)).toEqual(['data']);
});

test('its ports are open on this machine alone, and lead to where the service listens', () => {
  expect(generator.ports).toEqual([`127.0.0.1:${port}:${port}`, `127.0.0.1:3000:${port}`]);
});

test('it can write to its data and to /tmp alone, where it may load what it unpacks', () => {
  expect(generator.read_only).toBe(true);
  expect(generator.tmpfs).toEqual([expect.stringMatching(/^\/tmp:exec,/)]);
  expect(generator.volumes).toEqual(['data:/data', expect.stringMatching(/:ro$/)]);
});

test('it cannot gain rights', () => {
  expect(generator.cap_drop).toEqual(['ALL']);
  expect(generator.security_opt).toEqual(['no-new-privileges:true']);
});

test('it is given what guards it, and nothing secret is written down', () => {
  expect(generator.environment).toEqual(
    expect.arrayContaining(['TACHOGRAPH_API_TOKEN', 'TACHOGRAPH_ALLOWED_HOSTS']),
  );
  expect(generator.environment.filter((variable: string) => variable.includes('='))).toEqual([]);
});

test('it is mounted and built from what is there, not fetched', () => {
  const [, config] = generator.volumes;
  expect(config).toMatch(/^\.\.\/config:\/config:/);
  expect(generator.pull_policy).toBe('never');
  expect(existsSync(join(ROOT, 'docker', generator.build.context, generator.build.dockerfile))).toBe(true);
});

test('it is well when the image says so', () => {
  const said = lines('docker/Dockerfile').find((line) => line.startsWith('HEALTHCHECK'))!;
  const [, command] = /CMD (\[.*\])$/.exec(said)!;
  expect(generator.healthcheck.test).toEqual(['CMD', ...JSON.parse(command!)]);
  expect(command).toContain(`http://127.0.0.1:${port}/readyz`);
});

test('compose finds the same project from the root and from docker/', () => {
  const root = yaml('compose.yaml');
  expect(root).toEqual({ name: compose.name, include: ['docker/docker-compose.yml'] });
});

test('the image has the version of the package, there and in Kubernetes', () => {
  const image = `tachograph:${JSON.parse(text('package.json')).version}`;
  expect(generator.image).toBe(image);
  const [container] = yaml('deploy/kubernetes/deployment.yaml').spec.template.spec.containers;
  expect(container.image).toBe(image);
});
