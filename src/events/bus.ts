import type { Fact } from './facts.ts';
import { Listeners } from './listeners.ts';

/** Tells facts to whoever listens, in the order in which they became true; `id` is a fact's number in the ledger's `events`. */
export class Bus extends Listeners<[fact: Fact, id: number]> {}
