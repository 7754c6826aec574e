import type { AutoReinit } from './control.ts';

/** Notes what is published for a baseline, and tells those who wait for it when it stands. */
export class BaselineWatch {
  readonly #actions: string[] = [];
  readonly #waiting: ((actions: readonly string[]) => void)[] = [];
  #last: AutoReinit;

  /** @param missingFiles what a person had deleted before the start */
  constructor(missingFiles: readonly string[]) {
    this.#last = { atMs: null, actions: [], missingFiles, count: 0 };
  }

  /** The newest baseline that this process published. */
  get last(): AutoReinit {
    return this.#last;
  }

  note(action: string): void {
    this.#actions.push(action);
  }

  /** Resolves with what was published, once the baseline stands or cannot for now. */
  wait(): Promise<readonly string[]> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The baseline stands, or cannot for now: whoever waits goes on. */
  end(nowMs: number): void {
    const actions = this.#actions.splice(0);
    if (actions.length > 0) {
      this.#last = { ...this.#last, atMs: nowMs, actions, count: this.#last.count + 1 };
    }
    for (const goOn of this.#waiting.splice(0)) goOn(actions);
  }
}
