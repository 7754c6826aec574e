/**
 * One half for lines and one for what goes with them: each is twice what a stripe of usual size needs, if every line of it is
 * dirty. Pages that nobody writes cost nothing.
 */
const SLOT_BYTES = 2 * 40 * 1024 * 1024;

// Words of the control block, and of each stripe in it behind those.
const CLAIMED = 0;
const TAKEN = 1;
const HEAD_WORDS = 2;
const STATE = 0;
/** Its length + 1, or 0 as long as nobody knows. */
const LENGTH = 1;
const KEY_LENGTH = 2;
const STRIPE_WORDS = 3;

const OPEN = 0;
const MADE = 1;
const DECLINED = 2;

/** One stripe's place: its lines, and the bytes that go with them. */
export type Slot = { readonly lines: Uint8Array; readonly key: Uint8Array };

/** The memory that the workers of one batch share. */
export type RingMemory = {
  readonly control: SharedArrayBuffer;
  readonly slots: readonly SharedArrayBuffer[];
};

/** The slots of a ring, to be used for one batch after the other. */
export function ringSlots(count: number): SharedArrayBuffer[] {
  return Array.from({ length: count }, () => new SharedArrayBuffer(SLOT_BYTES));
}

/** Memory for the next batch in these slots. */
export function ringMemory(stripes: number, slots: readonly SharedArrayBuffer[]): RingMemory {
  return { control: new SharedArrayBuffer(4 * (HEAD_WORDS + stripes * STRIPE_WORDS)), slots };
}

/**
 * A batch's stripes on their way from those who make them, in any order, to the one who takes them, in theirs. Stripe i lies
 * in slot i modulo their number, so nobody may make one that is a round ahead: memory does not grow with the batch.
 * Every call that waits blocks its worker; whoever made a stripe never waits for one that comes later, so none wait for ever.
 */
export class StripeRing {
  readonly #control: Int32Array;
  readonly #slots: readonly Slot[];
  readonly #stripes: number;

  constructor({ control, slots }: RingMemory) {
    this.#control = new Int32Array(control);
    this.#stripes = (this.#control.length - HEAD_WORDS) / STRIPE_WORDS;
    this.#slots = slots.map((memory) => ({
      lines: new Uint8Array(memory, 0, memory.byteLength >>> 1),
      key: new Uint8Array(memory, memory.byteLength >>> 1),
    }));
  }

  /** A stripe to make, waiting for room; null if all are claimed. */
  claim(): number | null {
    for (;;) {
      const taken = Atomics.load(this.#control, TAKEN);
      const stripe = this.tryClaim();
      if (stripe !== null || Atomics.load(this.#control, CLAIMED) >= this.#stripes) return stripe;
      Atomics.wait(this.#control, TAKEN, taken);
    }
  }

  /** A stripe to make; null if all are claimed or there is no room now. */
  tryClaim(): number | null {
    for (;;) {
      const next = Atomics.load(this.#control, CLAIMED);
      const end = Math.min(this.#stripes, Atomics.load(this.#control, TAKEN) + this.#slots.length);
      if (next >= end) return null;
      if (Atomics.compareExchange(this.#control, CLAIMED, next, next + 1) === next) return next;
    }
  }

  slotOf(stripe: number): Slot {
    return this.#slots[stripe % this.#slots.length]!;
  }

  /** Tells how many bytes of lines a stripe has: those after it wait for that. */
  tellLength(stripe: number, bytes: number): void {
    this.#tell(stripe, LENGTH, bytes + 1);
  }

  /** Offset, within the batch, of a stripe's first byte; waits until all stripes before it have told their lengths. */
  firstByteOf(stripe: number): number {
    let sum = 0;
    for (let before = 0; before < stripe; before++) sum += this.#await(before, LENGTH) - 1;
    return sum;
  }

  /** The stripe stands in its slot. */
  offer(stripe: number, keyBytes: number): void {
    Atomics.store(this.#control, this.#at(stripe, KEY_LENGTH), keyBytes);
    this.#tell(stripe, STATE, MADE);
  }

  /** Whoever claimed the stripe does not make it. */
  decline(stripe: number): void {
    this.#tell(stripe, STATE, DECLINED);
  }

  isOpen(stripe: number): boolean {
    return Atomics.load(this.#control, this.#at(stripe, STATE)) === OPEN;
  }

  /** The next stripe's bytes once it is made, null if it was declined. */
  receive(stripe: number): Slot | null {
    if (this.#await(stripe, STATE) === DECLINED) return null;
    const { lines, key } = this.slotOf(stripe);
    const length = Atomics.load(this.#control, this.#at(stripe, LENGTH)) - 1;
    return {
      lines: lines.subarray(0, length),
      key: key.subarray(0, Atomics.load(this.#control, this.#at(stripe, KEY_LENGTH))),
    };
  }

  /** The next stripe was taken: its slot is free. */
  free(stripe: number): void {
    Atomics.store(this.#control, TAKEN, stripe + 1);
    Atomics.notify(this.#control, TAKEN);
  }

  /** The batch is made, or given up: whoever still waits for room or for a stripe need wait no more. */
  close(): void {
    Atomics.store(this.#control, CLAIMED, this.#stripes);
    for (let stripe = 0; stripe < this.#stripes; stripe++) {
      if (Atomics.load(this.#control, this.#at(stripe, LENGTH)) === 0) this.tellLength(stripe, 0);
      if (this.isOpen(stripe)) this.decline(stripe);
    }
    Atomics.add(this.#control, TAKEN, 1);
    Atomics.notify(this.#control, TAKEN);
  }

  #at(stripe: number, word: number): number {
    return HEAD_WORDS + stripe * STRIPE_WORDS + word;
  }

  #tell(stripe: number, word: number, value: number): void {
    Atomics.store(this.#control, this.#at(stripe, word), value);
    Atomics.notify(this.#control, this.#at(stripe, word));
  }

  /** A word of a stripe once it is not 0. */
  #await(stripe: number, word: number): number {
    const at = this.#at(stripe, word);
    for (;;) {
      const value = Atomics.load(this.#control, at);
      if (value !== 0) return value;
      Atomics.wait(this.#control, at, 0);
    }
  }
}
