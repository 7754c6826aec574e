import { hash } from 'node:crypto';
import type { KeyLine } from '../defects/answer_key.ts';
import { undoOps } from '../defects/ops.ts';
import type { Generator } from '../plan/batch.ts';
import { idsTaken } from './same_id.ts';
import type { Verdict } from './verdict.ts';

/** Whose event a line shows; null where it shows none that can be read. */
export type Shown = { readonly driverId: string | null; readonly companyId: string | null };

const ID_FIELD: Readonly<Record<Generator, string>> = { company: 'company_id', driver: 'event_id' };
const decoder = new TextDecoder();

/**
 * What a grade has to know of a batch's lines: where the verdicts' hashes and ids are, and whose events they are. Fed
 * line after line, so that a batch of millions needs no memory but for what is asked about.
 */
export class BatchIndex {
  readonly key: ReadonlyMap<number, KeyLine>;
  readonly #generator: Generator;
  readonly #hashes: ReadonlySet<string>;
  readonly #ids: ReadonlySet<string>;
  readonly #lines: ReadonlySet<number>;
  readonly #byHash = new Map<string, number[]>();
  readonly #byId = new Map<string, number[]>();
  /** The dirty lines by the ids that their records had. */
  readonly #byOwnId: ReadonlyMap<string, number>;
  readonly #shown = new Map<number, Shown>();
  readonly #doubted = new Set<string>();
  #lineCount = 0;

  constructor(generator: Generator, key: readonly KeyLine[], verdicts: readonly Verdict[]) {
    this.key = new Map(key.map((defect) => [defect.line, defect]));
    this.#byOwnId = new Map(key.map(({ record_id, line }) => [record_id, line]));
    this.#generator = generator;
    this.#lines = new Set(verdicts.flatMap(({ line }) => line ?? []));
    const unplaced = verdicts.filter(({ line }) => line === undefined);
    this.#hashes = new Set(unplaced.flatMap(({ raw_sha256 }) => raw_sha256 ?? []));
    const byId = unplaced.filter(({ raw_sha256 }) => raw_sha256 === undefined);
    this.#ids = new Set([...byId.flatMap(({ event_id }) => event_id ?? []), ...idsTaken(key)]);
  }

  get generator(): Generator {
    return this.#generator;
  }

  /** Lines seen so far. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** Takes in the next line, without its newline. */
  add(bytes: Uint8Array): void {
    const line = ++this.#lineCount;
    const defect = this.key.get(line);
    if (defect !== undefined) this.#doubt(bytes, defect);
    let isWanted = this.#lines.has(line);
    if (this.#hashes.size > 0) {
      const sha256 = hash('sha256', bytes, 'hex');
      if (this.#hashes.has(sha256)) isWanted = note(this.#byHash, sha256, line);
    }
    if (!isWanted && this.#ids.size === 0) return;
    const record = parsed(bytes);
    const id = record?.[ID_FIELD[this.#generator]];
    if (typeof id === 'string' && this.#ids.has(id)) isWanted = note(this.#byId, id, line);
    if (isWanted) this.#shown.set(line, shownIn(record));
  }

  /** The lines that a verdict means: by its line, else its hash, else its id; none where it says nothing. */
  linesMeantBy({ line, raw_sha256, event_id }: Verdict): readonly number[] {
    if (line !== undefined) return this.#hasLine(line) ? [line] : [];
    if (raw_sha256 !== undefined) return this.#byHash.get(raw_sha256) ?? [];
    return event_id === undefined ? [] : this.#linesMeantById(event_id);
  }

  /** An id that no line shows any more is that of the record which had it: whoever trims a padded id is right. */
  #linesMeantById(id: string): readonly number[] {
    const shown = this.linesOfId(id);
    const own = this.#byOwnId.get(id);
    return shown.length > 0 || own === undefined ? shown : [own];
  }

  linesOfId(id: string): readonly number[] {
    return this.#byId.get(id) ?? [];
  }

  /** Whose event stands on a line that a verdict means. */
  shownOn(line: number): Shown {
    return this.#shown.get(line) ?? { driverId: null, companyId: null };
  }

  /** Whether a driver has a dirty event in the batch: all of theirs may rightly be doubted. */
  isDoubted(driverId: string | null): boolean {
    return driverId !== null && this.#doubted.has(driverId);
  }

  #hasLine(line: number): boolean {
    return Number.isInteger(line) && line >= 1 && line <= this.#lineCount;
  }

  #doubt(bytes: Uint8Array, { ops }: KeyLine): void {
    if (this.#generator === 'company') return;
    const { driverId } = shownIn(parsed(undoOps(bytes, ops)));
    if (driverId !== null) this.#doubted.add(driverId);
  }
}

function note(lines: Map<string, number[]>, name: string, line: number): true {
  const noted = lines.get(name);
  if (noted === undefined) lines.set(name, [line]);
  else noted.push(line);
  return true;
}

type Parsed = Readonly<Record<string, unknown>> | null;

/** Null where the line is no JSON object. */
function parsed(bytes: Uint8Array): Parsed {
  try {
    const value = JSON.parse(decoder.decode(bytes));
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function shownIn(record: Parsed): Shown {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  return { driverId: textOf(record?.driver_id), companyId: textOf(record?.company_id) };
}
