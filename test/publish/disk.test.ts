import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Disk, DiskWriter } from '../../src/publish/disk.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { at, put, textAt } from '../fixtures.ts';
import { DISKS, type Ground } from './disks.ts';

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code ?? 'none';
  }
  return 'nothing was thrown';
}

const bytes = (text: string) => new TextEncoder().encode(text);

for (const [name, open] of Object.entries(DISKS)) {
  describe(name, () => {
    let ground: Ground;
    let disk: Disk;
    let path: (name: string) => string;

    beforeEach(() => {
      ground = open();
      disk = ground.disk;
      path = (tail) => `${ground.root}/${tail}`;
    });
    afterEach(() => ground.clear());

    test('makes a folder with those above it, and again', () => {
      disk.makeFolder(path('a/b/c'));
      disk.makeFolder(path('a/b/c'));
      expect(disk.stat(path('a/b/c'))).toMatchObject({ isFolder: true });
      expect(disk.list(path('a'))).toEqual(['b']);
    });

    test('makes no folder where a file is, nor below one', () => {
      put(disk, path('file'), 'x');
      expect(codeOf(() => disk.makeFolder(path('file')))).toBe('EEXIST');
      expect(codeOf(() => disk.makeFolder(path('file/below')))).toBe('ENOTDIR');
    });

    test('takes a large file in pieces, and is none the worse when somebody deletes it meanwhile', () => {
      const piece = new Uint8Array(8 * 1024 * 1024);
      for (const isDeleted of [false, true]) {
        const file = disk.create(path('large'));
        for (let i = 0; i < 10; i++) {
          if (isDeleted && i === 1) disk.remove(path('large'));
          file.write(piece.fill(i));
        }
        file.sync();
        file.close();
        const found = disk.stat(path('large'));
        expect(found?.size).toBe(isDeleted ? undefined : 10 * piece.length);
      }
    });

    test('lists names in order, and none of what is not there', () => {
      for (const each of ['b', 'a', 'C', '10', '9']) put(disk, path(each), '');
      disk.makeFolder(path('d/e'));
      expect(disk.list(ground.root)).toEqual(['10', '9', 'C', 'a', 'b', 'd']);
      expect(disk.list(path('nowhere'))).toEqual([]);
      expect(codeOf(() => disk.list(path('a')))).toBe('ENOTDIR');
    });

    test('says of a file how large it is, and of nothing that it is not there', () => {
      put(disk, path('file'), 'twelve bytes');
      expect(disk.stat(path('file'))).toMatchObject({ isFolder: false, size: 12 });
      expect(disk.stat(path('nowhere'))).toBeNull();
      expect(disk.stat(path('no/where'))).toBeNull();
    });

    test('says the same device of two things on it', () => {
      put(disk, path('file'), '');
      disk.makeFolder(path('folder'));
      expect(disk.stat(path('file'))!.device).toBe(disk.stat(path('folder'))!.device);
    });

    test('says how much room there is around a folder, and of nothing that it cannot tell', () => {
      const { free, total } = disk.space(ground.root)!;
      expect(free).toBeGreaterThan(0);
      expect(total).toBeGreaterThanOrEqual(free);
      expect(disk.space(path('nowhere'))).toBeNull();
    });

    test('reads a part of a file, and as much as there is', () => {
      put(disk, path('file'), '0123456789');
      const text = (from: number, length: number) =>
        new TextDecoder().decode(disk.read(path('file'), from, length));
      expect([text(0, 3), text(4, 2), text(8, 5), text(10, 1), text(99, 1), text(2, 0)]).toEqual([
        '012',
        '45',
        '89',
        '',
        '',
        '',
      ]);
    });

    test('a reader keeps what it has read', () => {
      put(disk, path('file'), 'before');
      const read = disk.read(path('file'), 0, 6);
      put(disk, path('file'), 'behind');
      expect(new TextDecoder().decode(read)).toBe('before');
    });

    test('reads nothing that is not there, and no folder', () => {
      disk.makeFolder(path('folder'));
      expect(codeOf(() => disk.read(path('nowhere'), 0, 1))).toBe('ENOENT');
      expect(codeOf(() => disk.read(path('folder'), 0, 1))).toBe('EISDIR');
    });

    test('creates a file in the place of an older one', () => {
      put(disk, path('file'), 'a longer text');
      put(disk, path('file'), 'short');
      expect(textAt(disk, path('file'))).toBe('short');
    });

    test('appends to a file, and makes it if it is not there', () => {
      for (const text of ['one\n', 'two\n']) {
        const file = disk.append(path('file'));
        file.write(bytes(text));
        file.sync();
        file.close();
      }
      expect(textAt(disk, path('file'))).toBe('one\ntwo\n');
    });

    test('writes in several steps, each seen at once, and keeps nothing of the caller but the bytes', () => {
      const file: DiskWriter = disk.create(path('file'));
      const view = bytes('aa');
      file.write(view);
      view.fill(0x62);
      file.write(view);
      file.write(new Uint8Array());
      expect(textAt(disk, path('file'))).toBe('aabb');
      file.close();
    });

    test('writes no file into a folder that is not there, nor over a folder', () => {
      disk.makeFolder(path('folder'));
      expect(codeOf(() => disk.create(path('no/where')))).toBe('ENOENT');
      expect(codeOf(() => disk.append(path('no/where')))).toBe('ENOENT');
      expect(codeOf(() => disk.create(path('folder')))).toBe('EISDIR');
      expect(codeOf(() => disk.append(path('folder')))).toBe('EISDIR');
    });

    test('writes no file below a file', () => {
      put(disk, path('file'), 'x');
      expect(codeOf(() => disk.create(path('file/below')))).toBe('ENOTDIR');
    });

    test('sets the time of a file and of a folder', () => {
      put(disk, path('file'), '');
      disk.makeFolder(path('folder'));
      for (const each of ['file', 'folder']) {
        disk.touch(path(each), at('12:00:10'));
        expect(ground.modifiedMs(path(each))).toBe(at('12:00:10'));
      }
      expect(codeOf(() => disk.touch(path('nowhere'), 0))).toBe('ENOENT');
    });

    test('renames a file over an older one', () => {
      put(disk, path('new'), 'new');
      put(disk, path('old'), 'old');
      disk.rename(path('new'), path('old'));
      expect(disk.list(ground.root)).toEqual(['old']);
      expect(textAt(disk, path('old'))).toBe('new');
    });

    test('renames a folder with all in it, to where there is none or an empty one', () => {
      disk.makeFolder(path('a/deep'));
      put(disk, path('a/file'), 'x');
      disk.rename(path('a'), path('b'));
      expect(disk.list(path('b'))).toEqual(['deep', 'file']);
      disk.makeFolder(path('empty'));
      disk.rename(path('b'), path('empty'));
      expect(disk.list(ground.root)).toEqual(['empty']);
      expect(textAt(disk, path('empty/file'))).toBe('x');
    });

    test('renames no folder over one that holds something', () => {
      disk.makeFolder(path('a'));
      disk.makeFolder(path('b'));
      put(disk, path('a/file'), 'a');
      put(disk, path('b/file'), 'b');
      expect(codeOf(() => disk.rename(path('a'), path('b')))).toBe('ENOTEMPTY');
      expect(textAt(disk, path('b/file'))).toBe('b');
      expect(textAt(disk, path('a/file'))).toBe('a');
    });

    test('renames nothing that is not there, nor to where there is no folder, nor a file over a folder', () => {
      put(disk, path('file'), 'x');
      disk.makeFolder(path('folder'));
      expect(codeOf(() => disk.rename(path('nowhere'), path('b')))).toBe('ENOENT');
      expect(codeOf(() => disk.rename(path('file'), path('no/where')))).toBe('ENOENT');
      expect(codeOf(() => disk.rename(path('file'), path('folder')))).toBe('EISDIR');
      expect(codeOf(() => disk.rename(path('folder'), path('file')))).toBe('ENOTDIR');
    });

    test('makes files and folders durable, if they are there', () => {
      put(disk, path('file'), 'x');
      disk.sync(path('file'));
      disk.sync(ground.root);
      expect(codeOf(() => disk.sync(path('nowhere')))).toBe('ENOENT');
    });

    test('removes a file, a folder with all in it, and what is not there', () => {
      disk.makeFolder(path('folder/deep'));
      put(disk, path('folder/deep/file'), 'x');
      put(disk, path('file'), 'x');
      put(disk, path('other'), 'x');
      for (const each of ['folder', 'file', 'nowhere', 'no/where']) disk.remove(path(each));
      expect(disk.list(ground.root)).toEqual(['other']);
    });
  });
}

describe('a MemoryDisk that is told to fail', () => {
  test('fails as often as it was told, where it was told, and then works', () => {
    const disk = new MemoryDisk();
    disk.makeFolder('/a');
    disk.fail('create', 'ENOSPC', { path: 'full', times: 2 });
    disk.create('/a/other');
    expect(codeOf(() => disk.create('/a/full'))).toBe('ENOSPC');
    expect(disk.hasFailed).toBe(false);
    expect(codeOf(() => disk.create('/a/full'))).toBe('ENOSPC');
    expect(disk.hasFailed).toBe(true);
    disk.create('/a/full');
  });

  test('has written half of a write that failed', () => {
    const disk = new MemoryDisk();
    disk.fail('write', 'ENOSPC');
    const file = disk.create('/file');
    expect(codeOf(() => file.write(bytes('123456')))).toBe('ENOSPC');
    expect(textAt(disk, '/file')).toBe('123');
    file.write(bytes('456'));
    expect(textAt(disk, '/file')).toBe('123456');
  });

  test('heals when it is told to', () => {
    const disk = new MemoryDisk();
    disk.fail('list', 'EIO', { times: Number.POSITIVE_INFINITY });
    expect(codeOf(() => disk.list('/'))).toBe('EIO');
    disk.heal();
    expect(disk.list('/')).toEqual([]);
  });
});
