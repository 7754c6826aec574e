import type { Fact } from './facts.ts';

/** @param id the fact's number in the ledger's `events` */
export type Listener = (fact: Fact, id: number) => void;

/** Tells facts to whoever listens, in the order in which they became true. */
export class Bus {
  readonly #listeners = new Set<Listener>();

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(fact: Fact, id: number): void {
    for (const listener of this.#listeners) listener(fact, id);
  }
}
