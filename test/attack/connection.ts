import { connect, type Socket } from 'node:net';

/** A connection as an attacker has it: it says whatever it likes, as slowly as it likes. */
export class Connection {
  readonly #socket: Socket;
  readonly #dripping: NodeJS.Timeout[] = [];
  #text = '';
  #bytes = 0;
  /** Resolves once it is open, or was refused. */
  readonly opened: Promise<void>;
  /** Resolves once the service has closed it, or it was destroyed. */
  readonly closed: Promise<void>;

  constructor(port: number, text = '') {
    this.#socket = connect(port, '127.0.0.1');
    if (text !== '') this.#socket.write(text);
    this.opened = new Promise((resolve) => {
      this.#socket.once('connect', resolve).once('close', () => resolve());
    });
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        for (const timer of this.#dripping) clearInterval(timer);
        resolve();
      });
    });
    this.#socket.on('data', (chunk) => {
      this.#bytes += chunk.length;
      // What comes first says how the request was answered.
      if (this.#text.length < 16_384) this.#text += chunk;
    });
    this.#socket.on('error', () => {});
  }

  /** The beginning of what was answered. */
  get text(): string {
    return this.#text;
  }

  /** How many bytes have come. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How it was answered, e.g. `403 host_not_allowed`; `closed` without an answer, `open` while there is none. */
  get answer(): string {
    const [, status] = this.#text.match(/^HTTP\/1\.1 (\d+)/) ?? [];
    if (status === undefined) return this.#socket.destroyed ? 'closed' : 'open';
    const [, error] = this.#text.match(/"error":"(\w+)"/) ?? [];
    return error === undefined ? status : `${status} ${error}`;
  }

  /** Resolves once the beginning of an answer is there, or the connection is closed. */
  async answered(): Promise<string> {
    const isWhole = () => /^HTTP\/1\.1 (?!1)[\s\S]*\r\n\r\n/.test(this.#text);
    while (!isWhole() && !this.#socket.destroyed)
      await Promise.race([new Promise((resolve) => this.#socket.once('data', resolve)), this.closed]);
    return this.answer;
  }

  /** Writes as fast as the service takes it. */
  async write(bytes: string | Uint8Array): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes)) return;
    const drained = Promise.withResolvers<void>();
    const go = () => drained.resolve();
    this.#socket.once('drain', go).once('close', go);
    await drained.promise;
    this.#socket.off('drain', go).off('close', go);
  }

  /** Writes a byte of a text every so many ms, over and over, until the connection is closed. */
  drip(text: string, everyMs: number): void {
    let i = 0;
    this.#dripping.push(setInterval(() => this.#socket.write(text[i++ % text.length]!), everyMs));
  }

  /** Reads no faster than so many bytes a second; with 0, nothing. */
  throttle(bytesPerSecond: number): void {
    const beganMs = performance.now();
    const look = () => {
      const allowed = (bytesPerSecond * (performance.now() - beganMs)) / 1000;
      if (this.#bytes > allowed) this.#socket.pause();
      else this.#socket.resume();
    };
    if (bytesPerSecond === 0) this.#socket.pause();
    else this.#dripping.push(setInterval(look, 20));
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** How often each answer was given. */
export function tally(answers: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}
