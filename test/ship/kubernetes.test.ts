import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSettings, parseSettings } from '../../src/config/load.ts';
import { lines, ROOT, yaml } from './repository_files.ts';

const FOLDER = 'deploy/kubernetes';
const read = (name: string) => yaml(`${FOLDER}/${name}.yaml`);
const deployment = read('deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;

test('kustomize takes every file of the folder', () => {
  const { resources } = read('kustomization');
  expect([...resources, 'kustomization.yaml'].sort()).toEqual(readdirSync(join(ROOT, FOLDER)).sort());
});

test('there is never more than one process for a data folder', () => {
  expect(deployment.spec.replicas).toBe(1);
  expect(deployment.spec.strategy).toEqual({ type: 'Recreate' });
});

test('it runs as the image’s user, on a root that it cannot write, and cannot gain rights', () => {
  const [uid] = lines('docker/Dockerfile')
    .find((line) => line.startsWith('USER '))!
    .match(/\d+/)!;
  const user = Number(uid);
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('it has the places that it writes to, and its config', () => {
  const mounts = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
  expect(mounts.sort()).toEqual(['/config', '/data', '/tmp']);
  const [data, config] = pod.volumes;
  expect(data.persistentVolumeClaim.claimName).toBe(read('persistent-volume-claim').metadata.name);
  expect(config.configMap.name).toBe(read('config-map').metadata.name);
});

test('its config is the emulated preset', () => {
  const active = parseSettings(read('config-map').data['config.active.yaml'], 'active');
  const preset = loadSettings(join(ROOT, 'config/config.emulated.yaml'));
  expect(active).toMatchObject({ ok: true });
  expect(preset).toMatchObject({ ok: true });
  if (active.ok && preset.ok) expect(active.settings).toEqual(preset.settings);
});

test('it is probed at a name that it answers to', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const probe = (path: string) => ({
    path,
    port: 'http',
    httpHeaders: [{ name: 'Host', value: 'localhost' }],
  });
  expect(startupProbe.httpGet).toEqual(probe('/livez'));
  expect(livenessProbe.httpGet).toEqual(probe('/livez'));
  expect(readinessProbe.httpGet).toEqual(probe('/readyz'));
});

test('the token comes from a secret that must be there', () => {
  expect(container.env).toEqual([
    {
      name: 'TACHOGRAPH_API_TOKEN',
      valueFrom: { secretKeyRef: { name: 'tachograph', key: 'api-token' } },
    },
  ]);
});

test('service and network policy are about its pods and its port', () => {
  const { labels } = deployment.spec.template.metadata;
  const service = read('service');
  const policy = read('network-policy');
  expect(deployment.spec.selector.matchLabels).toEqual(labels);
  expect(service.spec.selector).toEqual(labels);
  expect(policy.spec.podSelector.matchLabels).toEqual(labels);
  expect(container.ports).toEqual([{ name: 'http', containerPort: 18_000 }]);
  expect(service.spec.ports).toEqual([{ name: 'http', port: 18_000, targetPort: 'http' }]);
  expect(policy.spec.ingress[0].ports).toEqual([{ port: 'http' }]);
});
