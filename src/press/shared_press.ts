import type { Pressed, PressJob } from './job.ts';
import { pressStripe, type Write } from './press.ts';
import { readTold, StripeMaker } from './stripe_maker.ts';
import { type StripePress, stripesOfJob } from './stripe_press.ts';
import { type RingMemory, type Slot, StripeRing } from './stripe_ring.ts';
import { Tally } from './tally.ts';

/** Hashed and written in pieces that stay in a core's second cache. */
const PIECE_BYTES = 256 * 1024;

/**
 * Makes a driver batch together with other workers: they make stripes, this one hashes and writes them in their order, and
 * makes one itself rather than wait. The same bytes as `pressBatch` alone.
 */
export function pressShared(
  job: PressJob,
  memory: RingMemory,
  write: Write,
  press: StripePress,
  writeKey?: Write,
): Pressed {
  const ring = new StripeRing(memory);
  const maker = new StripeMaker(job, ring, press);
  const tally = new Tally();
  try {
    for (const stripe of stripesOfJob(job)) {
      const { index } = stripe;
      let claimed: number | null = null;
      while (claimed !== index && ring.isOpen(index)) {
        claimed = ring.tryClaim();
        if (claimed === null) break;
        if (claimed !== index) maker.make(claimed);
      }
      const slot = claimed === index ? null : ring.receive(index);
      if (slot === null) {
        const before = tally.bytes;
        pressStripe(job, stripe, tally, write, press, writeKey);
        ring.tellLength(index, tally.bytes - before);
      } else take(slot, tally, write, writeKey);
      ring.free(index);
    }
    return tally.result(null);
  } finally {
    ring.close();
  }
}

/** Makes stripes of a batch that another worker takes, until all are claimed. */
export function helpPress(job: PressJob, memory: RingMemory, press: StripePress): void {
  const ring = new StripeRing(memory);
  const maker = new StripeMaker(job, ring, press);
  for (let stripe = ring.claim(); stripe !== null; stripe = ring.claim()) maker.make(stripe);
}

function take({ lines, key }: Slot, tally: Tally, write: Write, writeKey?: Write): void {
  const { told, key: keyBytes } = readTold(key);
  if (keyBytes.length > 0) writeKey?.(keyBytes.slice());
  // Neither hash nor disk need take shared memory.
  const piece = new Uint8Array(Math.min(PIECE_BYTES, lines.length));
  for (let at = 0; at < lines.length; at += PIECE_BYTES) {
    const part = lines.subarray(at, at + PIECE_BYTES);
    piece.set(part);
    const bytes = piece.subarray(0, part.length);
    tally.addBytes(bytes);
    write(bytes);
  }
  tally.lines += told.lineCount;
  for (const [kind, count] of Object.entries(told.issues))
    tally.addIssues(kind as keyof typeof told.issues, count);
}
