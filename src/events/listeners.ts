/** Who is to be told of something, in the order in which they came. */
export class Listeners<Told extends readonly unknown[]> {
  readonly #all = new Set<(...told: Told) => void>();

  get count(): number {
    return this.#all.size;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: (...told: Told) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(...told: Told): void {
    for (const listener of this.#all) listener(...told);
  }
}
