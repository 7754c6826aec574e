import type { KeyLine } from '../defects/answer_key.ts';
import type { Stripe } from '../fleet/stripes.ts';
import type { PressJob } from './job.ts';
import { encodeKey, keyLinesOf } from './run_key.ts';
import { eventCountOf, isDirty, type StripePress, stripesOfJob } from './stripe_press.ts';
import type { StripeRing } from './stripe_ring.ts';
import type { Issues } from './tally.ts';

const NEWLINE = 0x0a;

/** What a made stripe's slot tells besides its lines. */
export type StripeTold = { readonly lineCount: number; readonly issues: Issues };

/** Makes stripes of a driver batch into a ring's slots. */
export class StripeMaker {
  readonly #job: PressJob;
  readonly #ring: StripeRing;
  readonly #press: StripePress;
  readonly #stripes: readonly Stripe[];
  /** How many lines come before each stripe; only an answer key needs to know. */
  readonly #linesBefore: number[] = [];

  constructor(job: PressJob, ring: StripeRing, press: StripePress) {
    this.#job = job;
    this.#ring = ring;
    this.#press = press;
    this.#stripes = stripesOfJob(job);
    if (!isDirty(job)) return;
    let lines = 0;
    for (const stripe of this.#stripes) {
      this.#linesBefore.push(lines);
      lines += eventCountOf(job, stripe);
    }
  }

  /** Makes a stripe that was claimed; one that the slot is too small for is declined. */
  make(index: number): void {
    try {
      if (!this.#fill(index)) this.#ring.decline(index);
    } catch {
      // Whoever makes it after all meets the same error and tells it.
      this.#ring.decline(index);
    }
  }

  #fill(index: number): boolean {
    const slot = this.#ring.slotOf(index);
    const stripeLine = (this.#linesBefore[index] ?? 0) + 1;
    const keyLines: KeyLine[] = [];
    const issues: Issues = {};
    let bytes = 0;
    let lineCount = 0;
    this.#press.press(this.#job, this.#stripes[index]!, (run) => {
      const view = run.lines.view();
      if (bytes + view.length <= slot.lines.length) {
        slot.lines.set(view, bytes);
        for (const line of keyLinesOf(this.#job, run, stripeLine, bytes)) keyLines.push(line);
      }
      bytes += view.length;
      lineCount += run.lines.lineCount;
      for (const { kind } of run.defects) issues[kind] = (issues[kind] ?? 0) + 1;
    });
    if (bytes > slot.lines.length) return false;
    this.#ring.tellLength(index, bytes);
    const key = this.#keyOf(index, keyLines);
    const told = new TextEncoder().encode(`${JSON.stringify({ lineCount, issues } satisfies StripeTold)}\n`);
    if (told.length + key.length > slot.key.length) return false;
    slot.key.set(told);
    slot.key.set(key, told.length);
    this.#ring.offer(index, told.length + key.length);
    return true;
  }

  /** The key, once it is known where in the batch the stripe begins. */
  #keyOf(index: number, lines: readonly KeyLine[]): Uint8Array {
    if (lines.length === 0) return new Uint8Array(0);
    const firstByte = this.#ring.firstByteOf(index);
    return encodeKey(lines.map((line) => ({ ...line, byte_offset: firstByte + line.byte_offset })));
  }
}

/** What a slot tells, and the answer key behind it. */
export function readTold(key: Uint8Array): { told: StripeTold; key: Uint8Array } {
  // A decoder takes no shared memory.
  const end = key.indexOf(NEWLINE);
  const told = JSON.parse(new TextDecoder().decode(key.slice(0, end))) as StripeTold;
  return { told, key: key.subarray(end + 1) };
}
