import type { DiskCall } from '../fakes/memory_disk.ts';
import type { Dice } from './dice.ts';
import { diskError } from './durable_disk.ts';

/** What a fault hits. */
const HITS: Readonly<Record<string, readonly DiskCall[]>> = {
  ENOSPC: ['makeFolder', 'create', 'append', 'write', 'rename'],
  EROFS: ['makeFolder', 'create', 'append', 'write', 'touch', 'rename', 'remove'],
  EIO: ['list', 'stat', 'read', 'create', 'append', 'write', 'touch', 'rename', 'sync', 'remove'],
};
const PLACES = ['', '', '/raw/', '/raw/companies.jsonl', '/raw/events', '/staging/', '/manifests/'];

/** How SQLite calls what the disk refuses it. */
const SQLITE_CODES: Readonly<Record<string, string>> = {
  ENOSPC: 'SQLITE_FULL',
  EROFS: 'SQLITE_READONLY',
  EIO: 'SQLITE_IOERR_WRITE',
};

/** The disk's faults: fair at first, and bad for as long as somebody wants. */
export class Weather {
  readonly #dice: Dice;
  #fault: { readonly code: string; readonly place: string; readonly chance: number } | null = null;
  /** Calls that have failed. */
  failures = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  get isFair(): boolean {
    return this.#fault === null;
  }

  /** Has calls fail from now on. Returns which, in words. */
  turnBad(): string {
    const code = this.#dice.pick(Object.keys(HITS));
    const place = this.#dice.pick(PLACES);
    const chance = this.#dice.pick([0.05, 0.3, 1, 1]);
    this.#fault = { code, place, chance };
    return `${code} at ${place === '' ? 'every path' : place}, ${chance * 100} %`;
  }

  clear(): void {
    this.#fault = null;
  }

  /** @throws the disk's error, if this call fails */
  endure(call: DiskCall, path: string): void {
    if (this.#fault === null) return;
    const { code, place, chance } = this.#fault;
    if (!HITS[code]!.includes(call) || !path.includes(place) || !this.#dice.chance(chance)) return;
    this.failures += 1;
    throw diskError(code, call, path);
  }

  /** @throws SQLite's error, if this change of the ledger fails; it has changed nothing then */
  endureChange(ledgerPath: string, change: string): void {
    if (this.#fault === null) return;
    const { code, place, chance } = this.#fault;
    if (!ledgerPath.includes(place) || !this.#dice.chance(chance)) return;
    this.failures += 1;
    throw diskError(SQLITE_CODES[code]!, change, ledgerPath);
  }
}
