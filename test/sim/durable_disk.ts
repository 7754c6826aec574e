import { posix } from 'node:path';
import type { Disk, DiskEntry, DiskSpace, DiskWriter } from '../../src/publish/disk.ts';
import type { DiskCall } from '../fakes/memory_disk.ts';
import type { Dice } from './dice.ts';

/*
 * A disk that keeps what is written apart from what is durable, and forgets some of the difference when the power
 * goes. The model, which is that of a journaling file system that orders no more than POSIX asks for:
 *
 * - Bytes become durable when their file is synced, by its writer or by its path. Without, a crash keeps any prefix of
 *   what was written since. A file that was emptied by `create` keeps its old bytes or any prefix of the new ones.
 * - Names become durable when their folder is synced; syncing a file does nothing for its name. Every change of names
 *   (a file or folder made, renamed, removed) is atomic, and those of one folder happen in order: a crash keeps any
 *   prefix of a folder's changes. A rename from one folder to another is one change of both, so syncing either makes
 *   it durable, with all that came before it in both.
 * - Removing a folder is one change for each name in it and a last one for its own, which comes after those.
 * - A call that fails has not happened, but for a write, which has written a part, and the removal of a folder,
 *   which may have removed a part. A sync that failed may be tried again (Linux is less kind: it may drop the bytes).
 * - Times of files are not kept.
 */

type File = {
  readonly kind: 'file';
  readonly id: number;
  bytes: Uint8Array;
  size: number;
  /** So many bytes are durable. */
  durableSize: number;
  /** The durable bytes from before the file was emptied, until the emptying is durable. */
  before: Uint8Array | null;
};
type Folder = {
  readonly kind: 'folder';
  readonly id: number;
  entries: Map<string, Node>;
  durable: Map<string, Node>;
};
type Node = File | Folder;
type Edit = { readonly folder: Folder; readonly name: string; readonly node: Node | null };
/** One atomic change of names. */
type Change = readonly Edit[];

/** Who wants to know of every call, and may have it fail. */
export type DiskWatch = {
  /** Called before each step of each call; what it throws is what the call fails with. */
  before(call: DiskCall, path: string): void;
  /** Called when bytes or names have changed at a path. */
  changed(path: string): void;
};

/** A file as an observer sees it: its identity and bytes. */
export type Observed = { readonly id: number; readonly bytes: Uint8Array };

export class DurableDisk implements Disk {
  readonly #dice: Dice;
  #nextId = 1;
  readonly #root: Folder = this.#newFolder();
  /** Changes of names that are not durable yet, oldest first. */
  #journal: Change[] = [];
  /** Whoever looks on; nobody at first. */
  watch: DiskWatch = { before: () => {}, changed: () => {} };

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  makeFolder(path: string): void {
    this.watch.before('makeFolder', path);
    let at = this.#root;
    for (const name of namesOf(path)) {
      let next = at.entries.get(name);
      if (next === undefined) {
        next = this.#newFolder();
        this.#change([{ folder: at, name, node: next }]);
      }
      if (next.kind === 'file') throw diskError('ENOTDIR', 'makeFolder', path);
      at = next;
    }
    this.watch.changed(path);
  }

  list(path: string): string[] {
    this.watch.before('list', path);
    return this.namesIn(path);
  }

  stat(path: string): DiskEntry | null {
    this.watch.before('stat', path);
    const found = this.#find(path);
    if (found === null) return null;
    return { isFolder: found.kind === 'folder', size: found.kind === 'file' ? found.size : 0, device: 1 };
  }

  space(path: string): DiskSpace | null {
    this.watch.before('space', path);
    return this.#find(path) === null ? null : { free: 2 ** 30, total: 2 ** 32 };
  }

  read(path: string, from: number, length: number): Uint8Array {
    this.watch.before('read', path);
    const found = this.#there('read', path);
    if (found.kind === 'folder') throw diskError('EISDIR', 'read', path);
    return found.bytes.slice(from, Math.min(found.size, from + length));
  }

  create(path: string): DiskWriter {
    this.watch.before('create', path);
    const file = this.#opened('create', path);
    if (file.size > 0) {
      file.before ??= file.bytes.slice(0, file.durableSize);
      file.bytes = new Uint8Array();
      file.size = 0;
      file.durableSize = 0;
    }
    this.watch.changed(path);
    return this.#writer(path, file);
  }

  append(path: string): DiskWriter {
    this.watch.before('append', path);
    const file = this.#opened('append', path);
    this.watch.changed(path);
    return this.#writer(path, file);
  }

  touch(path: string, _atMs: number): void {
    this.watch.before('touch', path);
    this.#there('touch', path);
  }

  rename(from: string, to: string): void {
    this.watch.before('rename', to);
    const node = this.#there('rename', from);
    const source = this.#placeOf('rename', from);
    const target = this.#placeOf('rename', to);
    const there = target.folder.entries.get(target.name);
    if (there?.kind === 'folder' && node.kind === 'file') throw diskError('EISDIR', 'rename', to);
    if (there?.kind === 'file' && node.kind === 'folder') throw diskError('ENOTDIR', 'rename', to);
    if (there?.kind === 'folder' && there.entries.size > 0) throw diskError('ENOTEMPTY', 'rename', to);
    this.#change([
      { ...source, node: null },
      { ...target, node },
    ]);
    this.watch.changed(from);
    this.watch.changed(to);
  }

  sync(path: string): void {
    this.watch.before('sync', path);
    const node = this.#there('sync', path);
    if (node.kind === 'file') syncBytes(node);
    else this.#syncNames(node);
  }

  remove(path: string): void {
    this.watch.before('remove', path);
    const node = this.#find(path);
    if (node === null) return;
    this.#remove(path, node);
  }

  /** Has the power go and come back: keeps what is durable, and of the rest what chance and the model allow. */
  crash(): void {
    // Now nothing more gets through, now everything, now a part.
    const luck = this.#dice.pick([0, 0.5, 0.9, 1]);
    const cut = new Set<Folder>();
    for (const change of this.#journal) {
      const isKept = change.every(({ folder }) => !cut.has(folder)) && this.#dice.chance(luck);
      if (isKept) commit(change);
      else for (const { folder } of change) cut.add(folder);
    }
    this.#journal = [];
    this.#forget(this.#root, luck);
  }

  /** What lies at a path, without a call that anybody could watch. Null if there is no file. */
  observe(path: string): Observed | null {
    const found = this.#find(path);
    return found?.kind === 'file' ? { id: found.id, bytes: found.bytes.subarray(0, found.size) } : null;
  }

  /** What would lie at a path if the power went now and nothing more got through. Null if there were no file. */
  observeDurable(path: string): Observed | null {
    let at: Node = this.#root;
    for (const name of namesOf(path)) {
      const next: Node | undefined = at.kind === 'folder' ? at.durable.get(name) : undefined;
      if (next === undefined) return null;
      at = next;
    }
    if (at.kind === 'folder') return null;
    return { id: at.id, bytes: at.before ?? at.bytes.subarray(0, at.durableSize) };
  }

  /** Names in a folder, sorted, without a call that anybody could watch. */
  namesIn(path: string): string[] {
    const found = this.#find(path);
    if (found?.kind === 'file') throw diskError('ENOTDIR', 'list', path);
    return found === null ? [] : [...found.entries.keys()].sort();
  }

  #newFolder(): Folder {
    return { kind: 'folder', id: this.#nextId++, entries: new Map(), durable: new Map() };
  }

  #change(change: Change): void {
    for (const { folder, name, node } of change) {
      if (node === null) folder.entries.delete(name);
      else folder.entries.set(name, node);
    }
    this.#journal.push(change);
  }

  /** Makes a folder's changes durable, and with each all that came before it in its folders. */
  #syncNames(folder: Folder): void {
    const wanted = new Set([folder]);
    const left: Change[] = [];
    const kept: Change[] = [];
    for (const change of this.#journal.toReversed()) {
      if (change.some((edit) => wanted.has(edit.folder))) {
        for (const edit of change) wanted.add(edit.folder);
        kept.push(change);
      } else left.push(change);
    }
    for (const change of kept.reverse()) commit(change);
    this.#journal = left.reverse();
  }

  #remove(path: string, node: Node): void {
    const { folder, name } = this.#placeOf('remove', path);
    if (node.kind === 'folder') {
      // A real folder lists its names in no order that anybody knows.
      for (const child of this.#dice.sample([...node.entries.keys()], node.entries.size)) {
        this.watch.before('remove', posix.join(path, child));
        this.#remove(posix.join(path, child), node.entries.get(child)!);
      }
      this.#change([
        { folder: node, name: '', node: null },
        { folder, name, node: null },
      ]);
    } else this.#change([{ folder, name, node: null }]);
    this.watch.changed(path);
  }

  /** After a crash: names are the durable ones, and files have lost some of what was not synced. */
  #forget(folder: Folder, luck: number): void {
    folder.entries = new Map(folder.durable);
    for (const node of folder.entries.values()) {
      if (node.kind === 'folder') this.#forget(node, luck);
      else this.#forgetBytes(node, luck);
    }
  }

  #forgetBytes(file: File, luck: number): void {
    if (file.before !== null && !this.#dice.chance(luck)) {
      file.bytes = file.before;
      file.size = file.before.length;
    } else if (!this.#dice.chance(luck)) {
      file.size = this.#dice.int(file.durableSize, file.size);
    }
    syncBytes(file);
  }

  #writer(path: string, file: File): DiskWriter {
    return {
      write: (bytes) => {
        try {
          this.watch.before('write', path);
        } catch (error) {
          add(file, bytes.subarray(0, this.#dice.int(0, bytes.length)));
          this.watch.changed(path);
          throw error;
        }
        add(file, bytes);
        this.watch.changed(path);
      },
      sync: () => {
        this.watch.before('sync', path);
        syncBytes(file);
      },
      close: () => {},
    };
  }

  /** The file at a path, made if need be. */
  #opened(call: DiskCall, path: string): File {
    const { folder, name } = this.#placeOf(call, path);
    const there = folder.entries.get(name);
    if (there?.kind === 'folder') throw diskError('EISDIR', call, path);
    if (there !== undefined) return there;
    const file: File = {
      kind: 'file',
      id: this.#nextId++,
      bytes: new Uint8Array(),
      size: 0,
      durableSize: 0,
      before: null,
    };
    this.#change([{ folder, name, node: file }]);
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

  #placeOf(call: DiskCall, path: string): { folder: Folder; name: string } {
    const folder = this.#there(call, posix.dirname(path));
    if (folder.kind === 'file') throw diskError('ENOTDIR', call, path);
    return { folder, name: posix.basename(path) };
  }
}

function commit(change: Change): void {
  for (const { folder, name, node } of change) {
    if (node === null) folder.durable.delete(name);
    else folder.durable.set(name, node);
  }
}

function syncBytes(file: File): void {
  file.durableSize = file.size;
  file.before = null;
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

const split = new Map<string, readonly string[]>();

/** Paths come again and again, so they are taken apart once. */
function namesOf(path: string): readonly string[] {
  let names = split.get(path);
  if (names === undefined) {
    if (split.size > 10_000) split.clear();
    names = posix
      .normalize(path)
      .split('/')
      .filter((name) => name !== '');
    split.set(path, names);
  }
  return names;
}

export function diskError(code: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${call} '${path}'`), { code });
}
