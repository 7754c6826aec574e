import { writeUuid } from './uuid.ts';

/** A power of two, enough for all companies of a stripe of usual ones; 160 KB of text stay in a core's second cache. */
const SLOTS = 4096;
/** 36, and some to begin the next at a multiple of 8. */
const SLOT_BYTES = 40;
const NOBODY = 0xffffffff;

/**
 * The ids of companies as text. Every company has dozens of events in a stripe, and a line names it twice: copying the text
 * takes a third of the time of writing it. A direct-mapped cache, so that memory does not grow with the fleet.
 */
export class CompanyTexts {
  readonly #owner = new Uint32Array(SLOTS).fill(NOBODY);
  readonly #texts = new DataView(new ArrayBuffer(SLOTS * SLOT_BYTES));
  #ids: Uint32Array = new Uint32Array(0);

  /** Forgets all texts; from now on companies have these ids, four words each. */
  clear(ids: Uint32Array): void {
    this.#owner.fill(NOBODY);
    this.#ids = ids;
  }

  /** Writes a company's id at two places and its first 8 characters at a third. */
  write(view: DataView, company: number, at: number, again: number, first8At: number): void {
    const slot = company & (SLOTS - 1);
    if (this.#owner[slot] !== company) this.#fill(slot, company);
    const text = this.#texts;
    const from = slot * SLOT_BYTES;
    const a = text.getFloat64(from, true);
    const b = text.getFloat64(from + 8, true);
    const c = text.getFloat64(from + 16, true);
    const d = text.getFloat64(from + 24, true);
    const last = text.getInt32(from + 32, true);
    view.setFloat64(at, a, true);
    view.setFloat64(at + 8, b, true);
    view.setFloat64(at + 16, c, true);
    view.setFloat64(at + 24, d, true);
    view.setInt32(at + 32, last, true);
    view.setFloat64(again, a, true);
    view.setFloat64(again + 8, b, true);
    view.setFloat64(again + 16, c, true);
    view.setFloat64(again + 24, d, true);
    view.setInt32(again + 32, last, true);
    view.setFloat64(first8At, a, true);
  }

  #fill(slot: number, company: number): void {
    this.#owner[slot] = company;
    writeUuid(this.#texts, slot * SLOT_BYTES, this.#ids, company);
  }
}
