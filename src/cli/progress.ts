const BAR_CELLS = 24;
/** A terminal is redrawn no more often. */
const REDRAW_MS = 100;
/** Where there is no terminal, a line so often. */
const LINE_MS = 5000;

export type ProgressPort = {
  /** Whether a person looks on. */
  readonly isTerminal: boolean;
  /** Writes as it is, without a newline. */
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
};

/** Shows how far a long task has come: a bar on a terminal, a line every 5 s elsewhere. */
export class Progress {
  readonly #port: ProgressPort;
  readonly #unit: string;
  readonly #total: number;
  readonly #startedMs: number;
  #shownMs: number;
  #done = 0;

  /** @param unit what is counted, e.g. `batches` */
  constructor(port: ProgressPort, unit: string, total: number) {
    this.#port = port;
    this.#unit = unit;
    this.#total = total;
    this.#startedMs = port.nowMs();
    this.#shownMs = this.#startedMs;
  }

  advance(by = 1): void {
    this.#done += by;
    const nowMs = this.#port.nowMs();
    const { isTerminal, write } = this.#port;
    if (nowMs - this.#shownMs < (isTerminal ? REDRAW_MS : LINE_MS)) return;
    this.#shownMs = nowMs;
    const text = this.#text(nowMs);
    write(isTerminal ? `\r\x1b[K${this.#bar()} ${text}` : `${text}\n`);
  }

  /** Takes the bar off the terminal, so that a line can be written. */
  clear(): void {
    if (this.#port.isTerminal) this.#port.write('\r\x1b[K');
  }

  #bar(): string {
    const full = Math.round((BAR_CELLS * this.#done) / Math.max(1, this.#total));
    return `[${'#'.repeat(full)}${' '.repeat(BAR_CELLS - full)}]`;
  }

  #text(nowMs: number): string {
    const seconds = (nowMs - this.#startedMs) / 1000;
    const rate = this.#done / Math.max(seconds, 0.001);
    const left = Math.ceil((this.#total - this.#done) / Math.max(rate, 0.001));
    return `${this.#done} of ${this.#total} ${this.#unit}, ${Math.round(rate)}/s, ${left} s left`;
  }
}
