import { expect, test } from 'vitest';
import { jsonBytes, readJson, replaceFile, writeFile } from '../../src/publish/whole_file.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { put, textAt } from '../fixtures.ts';
import { DISKS } from './disks.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

for (const [name, open] of Object.entries(DISKS)) {
  test(`a file is written and replaced, and nothing else is left, on ${name}`, () => {
    const { disk, root, clear } = open();
    const path = `${root}/state.json`;
    writeFile(disk, path, bytes('first'));
    replaceFile(disk, path, bytes('2nd'));
    expect(textAt(disk, path)).toBe('2nd');
    expect(disk.list(root)).toEqual(['state.json']);
    clear();
  });
}

for (const call of ['create', 'write', 'sync', 'rename'] as const) {
  test(`a replacement that fails at ${call} leaves the old file or the new one, and can be done again`, () => {
    const disk = new MemoryDisk();
    put(disk, '/state.json', 'old');
    disk.fail(call, 'ENOSPC');
    expect(() => replaceFile(disk, '/state.json', bytes('a new one'))).toThrow('ENOSPC');
    expect(textAt(disk, '/state.json')).toBe('old');
    replaceFile(disk, '/state.json', bytes('a new one'));
    expect(textAt(disk, '/state.json')).toBe('a new one');
    expect(disk.list('/')).toEqual(['state.json']);
  });
}

test('JSON is indented, ends with a newline and reads back', () => {
  const disk = new MemoryDisk();
  expect(new TextDecoder().decode(jsonBytes({ a: [1] }))).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  writeFile(disk, '/x.json', jsonBytes({ a: 'é' }));
  expect(readJson(disk, '/x.json')).toEqual({ a: 'é' });
  expect(readJson(disk, '/nowhere.json')).toBeNull();
});
