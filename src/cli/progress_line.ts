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

/** What a long task shows of itself: a bar on a terminal, a line every 5 s elsewhere. */
export class ProgressLine {
  readonly #port: ProgressPort;
  readonly #startedMs: number;
  #shownMs: number;

  constructor(port: ProgressPort) {
    this.#port = port;
    this.#startedMs = port.nowMs();
    this.#shownMs = this.#startedMs;
  }

  /**
   * Shows how far the task has come, if it is time for that.
   * @param fraction of the whole, 0–1
   * @param text is given how long the task has taken, in s
   */
  show(fraction: number, text: (seconds: number) => string): void {
    const nowMs = this.#port.nowMs();
    const { isTerminal, write } = this.#port;
    if (nowMs - this.#shownMs < (isTerminal ? REDRAW_MS : LINE_MS)) return;
    this.#shownMs = nowMs;
    const line = text((nowMs - this.#startedMs) / 1000);
    write(isTerminal ? `\r\x1b[K${bar(fraction)} ${line}` : `${line}\n`);
  }

  /** Takes the bar off the terminal, so that a line can be written. */
  clear(): void {
    if (this.#port.isTerminal) this.#port.write('\r\x1b[K');
  }
}

function bar(fraction: number): string {
  const full = Math.round(BAR_CELLS * Math.min(1, Math.max(0, fraction)));
  return `[${'#'.repeat(full)}${' '.repeat(BAR_CELLS - full)}]`;
}
