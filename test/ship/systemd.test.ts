import { expect, test } from 'vitest';
import { lines } from './repository_files.ts';

const settings = new Map(
  lines('deploy/systemd/tachograph.service')
    .filter((line) => line.includes('='))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);

test('its data is in its state folder', () => {
  expect(settings.get('StateDirectory')).toBe('tachograph');
  expect(settings.get('Environment')).toBe('TACHOGRAPH_DATA_DIR=%S/tachograph');
});

test('its user is one that sysusers makes', () => {
  const [user] = lines('deploy/systemd/tachograph.sysusers');
  expect(user).toMatch(new RegExp(`^u ${settings.get('User')} `));
});

test('it is started again after a failure, but not with a config that is not valid', () => {
  expect(settings.get('Restart')).toBe('on-failure');
  expect(settings.get('RestartPreventExitStatus')).toBe('2');
});

test('it can write nowhere else, and gain no rights', () => {
  expect(settings.get('ProtectSystem')).toBe('strict');
  expect(settings.get('NoNewPrivileges')).toBe('yes');
  expect(settings.get('CapabilityBoundingSet')).toBe('');
});

test('it may compile JavaScript and load the addon that it unpacks', () => {
  expect(settings.has('MemoryDenyWriteExecute')).toBe(false);
  expect(settings.get('PrivateTmp')).toBe('yes');
});
