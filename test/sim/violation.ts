/** A promise that was broken. */
export class Violation extends Error {
  readonly promise: string;

  /**
   * @param promise in one sentence
   * @param what was seen instead
   */
  constructor(promise: string, what: string) {
    super(`${promise}: ${what}`);
    this.name = 'Violation';
    this.promise = promise;
  }
}
