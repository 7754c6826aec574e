import type { Bus } from './bus.ts';
import { Listeners } from './listeners.ts';

/** A fact as followers get it. */
export type KeptFact = { readonly id: number; readonly type: string; readonly json: string };

/** Facts after an id from the ledger, oldest first. */
export type OlderFacts = (after: number, limit: number) => readonly KeptFact[];

const KEPT = 1000;

/**
 * The newest facts, kept once for all who follow them at their own pace. Whoever falls behind what is kept reads on in
 * the ledger, so no follower ever makes the process grow.
 */
export class Feed {
  readonly #older: OlderFacts;
  readonly #newest: KeptFact[] = [];
  readonly #followers = new Listeners<[]>();

  constructor(bus: Bus, older: OlderFacts) {
    this.#older = older;
    bus.subscribe((fact, id) => {
      this.#newest.push({ id, type: fact.event, json: JSON.stringify(fact) });
      if (this.#newest.length > KEPT) this.#newest.shift();
      this.#followers.tell();
    });
  }

  /** Up to `limit` facts after an id, oldest first. */
  after(id: number, limit: number): readonly KeptFact[] {
    const [oldest] = this.#newest;
    if (oldest === undefined || id + 1 < oldest.id) return this.#older(id, limit);
    // Ids count on, so most often the first to send is found at once.
    const from = this.#newest.findLastIndex((fact) => fact.id <= id) + 1;
    return this.#newest.slice(from, from + limit);
  }

  /** How many follow it. */
  get followers(): number {
    return this.#followers.count;
  }

  /** Calls back at every new fact. Returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#followers.subscribe(listener);
  }
}
