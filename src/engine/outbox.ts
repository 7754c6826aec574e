/** Work on the disk or the ledger that has to be done, in order, but need not be done at once. */
export class Outbox {
  readonly #work: (() => void)[] = [];

  add(work: () => void): void {
    this.#work.push(work);
  }

  /** Does all of it. What throws stays, with all that comes after it, for the next flush. */
  flush(): void {
    for (let next = this.#work[0]; next !== undefined; next = this.#work[0]) {
      next();
      this.#work.shift();
    }
  }
}
