import { ApiProblem } from './problem.ts';

/** How soon a client that was refused may try again, in seconds. */
const RETRY_SECONDS = 1;

/** One client's part of a quota. */
export type Share = {
  /** @throws {ApiProblem} 503 `too_many_clients` where so much is not left */
  take(amount: number): void;
  /** Gives back all that was taken; a second time, nothing. */
  end(): void;
};

/** What all clients together may have at a time of something that the service has only so much of: memory, descriptors. */
export class Quota {
  #left: number;
  readonly #refusal: string;

  /** @param refusal what whoever comes too late is told, with the way out */
  constructor(most: number, refusal: string) {
    this.#left = most;
    this.#refusal = refusal;
  }

  share(): Share {
    let taken = 0;
    return {
      take: (amount) => {
        if (amount > this.#left) {
          throw new ApiProblem('too_many_clients', this.#refusal, {
            'retry-after': String(RETRY_SECONDS),
          });
        }
        this.#left -= amount;
        taken += amount;
      },
      end: () => {
        this.#left += taken;
        taken = 0;
      },
    };
  }
}
