import { StallingClient } from './stalling_client.ts';

/** An event as it came over the wire. */
export type Received = { readonly id: number | null; readonly event: string; readonly data: string };

/** Events of a text/event-stream, as they come; comments are left out. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Received> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const event = parsed(block);
      if (event !== null) yield event;
    }
  }
}

/** The first `count` events. */
export async function take(body: ReadableStream<Uint8Array>, count: number): Promise<Received[]> {
  const events: Received[] = [];
  for await (const event of eventsOf(body)) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

/** Null for a comment and for what is no event. */
function parsed(block: string): Received | null {
  const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1];
  const [event, data, id] = [field('event'), field('data'), field('id')];
  return event === undefined || data === undefined
    ? null
    : { id: id === undefined ? null : Number(id), event, data };
}

/** A client of the event stream. */
export class SocketClient extends StallingClient {
  #text = '';

  constructor(port: number) {
    super(port, ['GET /api/stream HTTP/1.1', 'Host: localhost']);
    this.socket.on('data', (chunk) => {
      this.#text += chunk;
    });
  }

  /** Everything that has come so far. */
  get text(): string {
    return this.#text;
  }
}
