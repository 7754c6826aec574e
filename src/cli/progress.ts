import { ProgressLine, type ProgressPort } from './progress_line.ts';

/** Shows how many of a known number of things are done. */
export class Progress {
  readonly #line: ProgressLine;
  readonly #unit: string;
  readonly #total: number;
  #done = 0;

  /** @param unit what is counted, e.g. `batches` */
  constructor(port: ProgressPort, unit: string, total: number) {
    this.#line = new ProgressLine(port);
    this.#unit = unit;
    this.#total = total;
  }

  advance(by = 1): void {
    this.#done += by;
    this.#line.show(this.#done / Math.max(1, this.#total), (seconds) => this.#text(seconds));
  }

  /** Takes the bar off the terminal, so that a line can be written. */
  clear(): void {
    this.#line.clear();
  }

  #text(seconds: number): string {
    const rate = this.#done / Math.max(seconds, 0.001);
    const left = Math.ceil((this.#total - this.#done) / Math.max(rate, 0.001));
    return `${this.#done} of ${this.#total} ${this.#unit}, ${Math.round(rate)}/s, ${left} s left`;
  }
}
