import { Buffer } from 'node:buffer';
import { StallingClient } from './stalling_client.ts';

const TEXT = 0x1;
const CLOSE = 0x8;

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of data by looking at it
export type Message = { readonly id: number | null; readonly event: string; readonly data: any };

/** What of a handshake a test wants to be otherwise; null leaves a header out. */
export type Handshake = {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
};

/** A client that speaks RFC 6455, and may say what no client should. */
export class WebSocketClient extends StallingClient {
  #rest = Buffer.alloc(0);
  #answer: string | null = null;
  #closed = false;
  /** What the server sent, in order. */
  readonly received: Message[] = [];
  /** Of the server's close frame. */
  closeCode: number | null = null;

  constructor(port: number, { path = '/api/stream', headers = {} }: Handshake = {}) {
    const all = {
      Host: 'localhost',
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    };
    const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : `${name}: ${value}`));
    super(port, [`GET ${path} HTTP/1.1`, ...lines]);
    this.socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.socket.on('close', () => {
      this.#closed = true;
    });
  }

  /** The head of the answer; null before it has come. */
  get answer(): string | null {
    return this.#answer;
  }

  /** What came behind the head and is no frame: a body. */
  get body(): string {
    return this.#rest.toString();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Ids of the facts that have come. */
  get ids(): number[] {
    return this.received.flatMap(({ id }) => id ?? []);
  }

  /** Sends a text whose bytes are ASCII. */
  send(text: string): void {
    const head =
      text.length < 126 ? [0x80 | text.length] : [0x80 | 126, text.length >> 8, text.length & 0xff];
    // A mask of zeros changes nothing.
    this.socket.write(Buffer.concat([Buffer.from([0x80 | TEXT, ...head, 0, 0, 0, 0]), Buffer.from(text)]));
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#answer === null) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.#answer = this.#rest.toString('latin1', 0, end);
      this.#rest = this.#rest.subarray(end + 4);
    }
    if (this.#answer.startsWith('HTTP/1.1 101')) while (this.#takeFrame());
  }

  /** Takes a frame off what has come; says whether a whole one was there. */
  #takeFrame(): boolean {
    if (this.#rest.length < 2) return false;
    const short = this.#rest[1]!;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (this.#rest.length < head) return false;
    const length =
      head === 2 ? short : head === 4 ? this.#rest.readUInt16BE(2) : Number(this.#rest.readBigUInt64BE(2));
    if (this.#rest.length < head + length) return false;
    const opcode = this.#rest[0]! & 0x0f;
    const payload = this.#rest.subarray(head, head + length);
    if (opcode === CLOSE) this.closeCode = payload.readUInt16BE(0);
    if (opcode === TEXT) this.received.push(JSON.parse(payload.toString()));
    this.#rest = this.#rest.subarray(head + length);
    return true;
  }
}
