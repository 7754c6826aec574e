import { posix } from 'node:path';
import type { Disk, DiskEntry, DiskSpace, DiskWriter } from '../../src/publish/disk.ts';

type File = { readonly kind: 'file'; bytes: Uint8Array; size: number; modifiedMs: number };
type Folder = { readonly kind: 'folder'; readonly entries: Map<string, Node>; modifiedMs: number };
type Node = File | Folder;

/** A call of the disk, or `write` to an open file. */
export type DiskCall = keyof Disk | 'write';

type Fault = { readonly call: DiskCall; readonly code: string; readonly path: string; times: number };

const folder = (): Folder => ({ kind: 'folder', entries: new Map(), modifiedMs: 0 });

/** A disk in memory, which fails when it is told to. */
export class MemoryDisk implements Disk {
  readonly #root = folder();
  #faults: Fault[] = [];

  /**
   * Has calls fail from now on. A write that fails has written half of its bytes, as on a disk that is full.
   *
   * @param path a part of the paths that are hit
   * @param times how often; `Infinity` until {@link heal}
   */
  fail(call: DiskCall, code: string, { path = '', times = 1 } = {}): void {
    this.#faults.push({ call, code, path, times });
  }

  /** Ends all failures. */
  heal(): void {
    this.#faults = [];
  }

  /** Whether every failure that was asked for has happened. */
  get hasFailed(): boolean {
    return this.#faults.every(({ times }) => times === 0);
  }

  makeFolder(path: string): void {
    this.#check('makeFolder', path);
    const names = namesOf(path);
    let at = this.#root;
    for (const [i, name] of names.entries()) {
      const next = at.entries.get(name) ?? folder();
      if (next.kind === 'file') {
        throw diskError(i === names.length - 1 ? 'EEXIST' : 'ENOTDIR', 'makeFolder', path);
      }
      at.entries.set(name, next);
      at = next;
    }
  }

  list(path: string): string[] {
    this.#check('list', path);
    const found = this.#find(path);
    if (found === null) return [];
    if (found.kind === 'file') throw diskError('ENOTDIR', 'list', path);
    return [...found.entries.keys()].sort();
  }

  stat(path: string): DiskEntry | null {
    this.#check('stat', path);
    const found = this.#find(path);
    if (found === null) return null;
    return { isFolder: found.kind === 'folder', size: found.kind === 'file' ? found.size : 0, device: 1 };
  }

  space(path: string): DiskSpace | null {
    return this.#find(path) === null ? null : { free: 2 ** 30, total: 2 ** 32 };
  }

  read(path: string, from: number, length: number): Uint8Array {
    this.#check('read', path);
    const found = this.#fileAt('read', path);
    return found.bytes.slice(from, Math.min(found.size, from + length));
  }

  create(path: string): DiskWriter {
    this.#check('create', path);
    const file: File = { kind: 'file', bytes: new Uint8Array(), size: 0, modifiedMs: 0 };
    return this.#writer(path, this.#opened('create', path, file, true));
  }

  append(path: string): DiskWriter {
    this.#check('append', path);
    const file: File = { kind: 'file', bytes: new Uint8Array(), size: 0, modifiedMs: 0 };
    return this.#writer(path, this.#opened('append', path, file, false));
  }

  touch(path: string, atMs: number): void {
    this.#check('touch', path);
    this.#there('touch', path).modifiedMs = atMs;
  }

  rename(from: string, to: string): void {
    this.#check('rename', to);
    const moved = this.#there('rename', from);
    const { parent, name } = this.#placeOf('rename', to);
    const there = parent.entries.get(name);
    if (there?.kind === 'folder' && moved.kind === 'file') throw diskError('EISDIR', 'rename', to);
    if (there?.kind === 'file' && moved.kind === 'folder') throw diskError('ENOTDIR', 'rename', to);
    if (there?.kind === 'folder' && there.entries.size > 0) throw diskError('ENOTEMPTY', 'rename', to);
    this.#placeOf('rename', from).parent.entries.delete(posix.basename(from));
    parent.entries.set(name, moved);
  }

  sync(path: string): void {
    this.#check('sync', path);
    this.#there('sync', path);
  }

  remove(path: string): void {
    this.#check('remove', path);
    const parent = this.#find(posix.dirname(path));
    if (parent?.kind === 'folder') parent.entries.delete(posix.basename(path));
  }

  /** When a file or folder was last touched, in epoch ms. */
  modifiedMs(path: string): number {
    return this.#there('stat', path).modifiedMs;
  }

  #check(call: DiskCall, path: string): void {
    const fault = this.#faults.find(
      (each) => each.call === call && each.times > 0 && path.includes(each.path),
    );
    if (fault === undefined) return;
    fault.times -= 1;
    throw diskError(fault.code, call, path);
  }

  #writer(path: string, file: File): DiskWriter {
    return {
      write: (bytes) => {
        try {
          this.#check('write', path);
        } catch (error) {
          add(file, bytes.subarray(0, bytes.length >> 1));
          throw error;
        }
        add(file, bytes);
      },
      sync: () => this.#check('sync', path),
      close: () => {},
    };
  }

  /** The file to write to: the one that is there, emptied if need be, or a new one. */
  #opened(call: DiskCall, path: string, fresh: File, empty: boolean): File {
    const { parent, name } = this.#placeOf(call, path);
    const there = parent.entries.get(name);
    if (there?.kind === 'folder') throw diskError('EISDIR', call, path);
    const file = there ?? fresh;
    if (empty) file.size = 0;
    parent.entries.set(name, file);
    return file;
  }

  #find(path: string): Node | null {
    let at: Node = this.#root;
    for (const name of namesOf(path)) {
      const next: Node | undefined = at.kind === 'folder' ? at.entries.get(name) : undefined;
      if (next === undefined) return null;
      at = next;
    }
    return at;
  }

  #there(call: DiskCall, path: string): Node {
    const found = this.#find(path);
    if (found === null) throw diskError('ENOENT', call, path);
    return found;
  }

  #fileAt(call: DiskCall, path: string): File {
    const found = this.#there(call, path);
    if (found.kind === 'folder') throw diskError('EISDIR', call, path);
    return found;
  }

  #placeOf(call: DiskCall, path: string): { parent: Folder; name: string } {
    const parent = this.#there(call, posix.dirname(path));
    if (parent.kind === 'file') throw diskError('ENOTDIR', call, path);
    return { parent, name: posix.basename(path) };
  }
}

function add(file: File, bytes: Uint8Array): void {
  const size = file.size + bytes.length;
  if (size > file.bytes.length) {
    const grown = new Uint8Array(Math.max(size, 2 * file.bytes.length));
    grown.set(file.bytes.subarray(0, file.size));
    file.bytes = grown;
  }
  file.bytes.set(bytes, file.size);
  file.size = size;
}

function namesOf(path: string): string[] {
  return posix
    .normalize(path)
    .split('/')
    .filter((name) => name !== '');
}

function diskError(code: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${call} '${path}'`), { code });
}
