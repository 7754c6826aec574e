import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { ClientSocket } from '../../src/api/client_socket.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import { Follower } from '../../src/api/follower.ts';
import { type Serving, serve } from '../../src/api/serve.ts';
import { tellingListener } from '../../src/api/web_socket.ts';
import { Log } from '../../src/log/log.ts';
import { Ring } from '../../src/log/ring.ts';
import { OFFER, TOKEN } from './guarded_api.ts';
import { openStream, until } from './stream_fixture.ts';
import { type Handshake, WebSocketClient } from './web_socket_client.ts';

const servings: Serving[] = [];
const clients: WebSocketClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const serving of servings.splice(0)) await serving.stop();
});

/** The stream on a port, and clients of it. */
function served(given: Partial<ApiDeps> = {}) {
  const stream = openStream(given);
  const serving = serve(stream.app.fetch, '127.0.0.1', 0);
  servings.push(serving);
  const client = (handshake?: Handshake) => {
    const made = new WebSocketClient(serving.port, handshake);
    clients.push(made);
    return made;
  };
  /** A client that follows. */
  const follower = async (handshake?: Handshake) => {
    const before = stream.feed.followers;
    const made = client(handshake);
    await until(() => stream.feed.followers > before);
    return made;
  };
  return { ...stream, serving, client, follower };
}

async function answered(client: WebSocketClient): Promise<string> {
  await until(() => client.answer !== null);
  return client.answer!;
}

const subprotocolOf = (answer: string) => answer.match(/^sec-websocket-protocol: (.*)$/im)?.[1] ?? null;
const stamps = ({ received }: WebSocketClient) => received.map(({ data }) => data.timestamp);

describe('a WebSocket of /api/stream', () => {
  test('tells what happens from now on, a message each', async () => {
    const { follower, happen } = served();
    happen('before');
    const client = await follower();
    const id = happen('now');
    await until(() => client.received.length === 1);
    const data = { event: 'lifecycle', timestamp: 'now', action: 'pause', status: 'paused' };
    expect(client.received).toEqual([{ id, event: 'lifecycle', data }]);
  });

  test('tells log entries without an id', async () => {
    const { follower, logFeed } = served();
    const client = await follower();
    const entry = { timestamp: 'now', level: 'info', logger: 'test', message: 'hello', extra: {} } as const;
    logFeed.write(entry);
    await until(() => client.received.length === 1);
    expect(client.received).toEqual([{ id: null, event: 'log', data: entry }]);
  });

  test('goes on behind last_event_id', async () => {
    const { follower, happen } = served();
    const ids = Array.from({ length: 5 }, (_, i) => happen(`fact ${i}`));
    const client = await follower({ path: `/api/stream?last_event_id=${ids[1]}` });
    happen('live');
    await until(() => client.received.length === 4);
    expect(stamps(client)).toEqual(['fact 2', 'fact 3', 'fact 4', 'live']);
  });

  test('begins so many facts back', async () => {
    const { follower, happen } = served();
    for (let i = 0; i < 300; i++) happen(`fact ${i}`);
    const client = await follower({ path: '/api/stream?last=250' });
    const newest = happen('live');
    await until(() => client.ids.includes(newest));
    expect(client.ids).toEqual(Array.from({ length: 251 }, (_, i) => newest - 250 + i));
  });

  test('answers the subprotocol tachograph to those that offer it, and no other to anybody', async () => {
    const { client } = served();
    const answerTo = async (offered: string | null) => {
      const answer = await answered(client({ headers: { 'Sec-WebSocket-Protocol': offered } }));
      expect(answer).toMatch(/^HTTP\/1\.1 101 /);
      return subprotocolOf(answer);
    };
    expect(await answerTo('secret, tachograph')).toBe('tachograph');
    expect(await answerTo('secret')).toBeNull();
    expect(await answerTo(null)).toBeNull();
  });

  test('is for those that offer the token, and for pages of this host, where there is a token', async () => {
    const { client } = served({ access: { token: TOKEN, allowedHosts: [] } });
    const answerTo = async (headers: Record<string, string>) => {
      const answer = await answered(client({ headers }));
      return [answer.match(/^HTTP\/1\.1 (\d+)/)![1], subprotocolOf(answer)];
    };
    const offer = { 'Sec-WebSocket-Protocol': `tachograph, ${OFFER}` };
    expect(await answerTo(offer)).toEqual(['101', 'tachograph']);
    expect(await answerTo({ 'Sec-WebSocket-Protocol': OFFER })).toEqual(['101', null]);
    expect(await answerTo({ 'Sec-WebSocket-Protocol': 'tachograph' })).toEqual(['401', null]);
    expect(await answerTo({ ...offer, Origin: 'http://evil.example' })).toEqual(['403', null]);
  });

  test('a client that goes is forgotten', async () => {
    const { follower, feed } = served();
    const client = await follower();
    client.close();
    await until(() => feed.followers === 0);
  });

  test('what a client says is ignored, and closes its socket where it is longer than 1 KB', async () => {
    const { follower, feed, happen } = served();
    const client = await follower();
    client.send('x'.repeat(1024));
    happen('after');
    await until(() => client.received.length === 1);
    client.send('x'.repeat(1025));
    await until(() => client.closeCode !== null);
    expect(client.closeCode).toBe(1009);
    await until(() => feed.followers === 0);
  });

  test('closes with 1001 when the server stops', async () => {
    const { follower, serving, feed } = served();
    const made = [await follower(), await follower()];
    await serving.stop();
    await until(() => made.every(({ isClosed }) => isClosed));
    expect(made.map(({ closeCode }) => closeCode)).toEqual([1001, 1001]);
    expect(feed.followers).toBe(0);
  });

  test('100 clients at once each get every fact in order', async () => {
    const { client, feed, happen } = served();
    const all = Array.from({ length: 100 }, () => client());
    await until(() => feed.followers === 100);
    const ids: number[] = [];
    for (let i = 0; i < 500; i++) {
      ids.push(happen(`fact ${i}`));
      if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => all.every(({ received }) => received.length === ids.length));
    for (const each of all) expect(each.ids).toEqual(ids);
  }, 60_000);

  test('that reads nothing is not sent more than its socket takes, and catches up later', async () => {
    const { feed, follower, happen } = served();
    let lastAsked = 0;
    const after = feed.after.bind(feed);
    feed.after = (id, limit) => {
      lastAsked = id;
      return after(id, limit);
    };
    const client = await follower();
    client.stall();
    const padding = 'x'.repeat(4096);
    const ids: number[] = [];
    for (let i = 0; i < 8000; i++) {
      ids.push(happen(`${padding}${i}`));
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // 32 MB were told; what lies between here and there is a few megabytes.
    expect(lastAsked).toBeLessThan(ids.at(-1)! - 2000);
    client.readOn();
    await until(() => client.received.length === ids.length);
    expect(client.ids).toEqual(ids);
  }, 60_000);
});

describe('a handshake', () => {
  const refusedWith = async (headers: Handshake['headers']) => {
    const { client, feed } = served();
    const made = client({ headers: headers! });
    await until(() => made.body.endsWith('}'));
    expect(feed.followers).toBe(0);
    return { answer: made.answer!, problem: JSON.parse(made.body) };
  };

  test('of another version is refused with the one that there is', async () => {
    const { answer, problem } = await refusedWith({ 'Sec-WebSocket-Version': '8' });
    expect(problem).toMatchObject({ status: 426, error: 'websocket_version' });
    expect(problem.detail).toBe('Sec-WebSocket-Version must be 13, got 8');
    expect(answer).toMatch(/^HTTP\/1\.1 426 /);
    expect(answer).toMatch(/^sec-websocket-version: 13$/im);
    expect(answer).toMatch(/^upgrade: websocket$/im);
  });

  test.each([
    ['Sec-WebSocket-Key', null],
    ['Sec-WebSocket-Key', 'short'],
    ['Connection', 'keep-alive'],
  ])('whose %s is %s is refused', async (name, value) => {
    const { problem } = await refusedWith({ [name]: value });
    expect(problem).toMatchObject({ status: 400, error: 'invalid_handshake' });
    expect(problem.detail).toContain(name);
  });

  test('to another protocol is none: events are served', async () => {
    const { client, happen } = served();
    const made = client({ headers: { Upgrade: 'h2c' } });
    await until(() => made.answer !== null);
    happen('now');
    await until(() => made.body.includes('event: lifecycle'));
    expect(made.answer).toMatch(/^content-type: text\/event-stream/im);
  });
});

/** A socket that takes what it is sent, and says so when it is told to. */
function fakeSocket() {
  const sent: string[] = [];
  const closed: number[] = [];
  const socket: ClientSocket = {
    send: (text) => sent.push(text),
    ready: () => Promise.resolve(),
    close: (code) => closed.push(code),
  };
  return { sent, closed, socket };
}

describe('a telling listener', () => {
  const follow = (stream: ReturnType<typeof openStream>) => () => new Follower(stream, 0);
  const silent = () => new Log(() => 0, []).logger('test');

  test('sends a heartbeat after silence', async () => {
    const { sent, socket } = fakeSocket();
    const listener = tellingListener(follow(openStream()), 1, silent());
    listener.opened(socket);
    await until(() => sent.length >= 2);
    listener.closed();
    expect(sent[0]).toBe('{"id":null,"event":"heartbeat","data":{}}');
  });

  test('says that it failed, and closes the socket with 1011', async () => {
    const { closed, socket } = fakeSocket();
    const ring = new Ring(10);
    const stream = openStream();
    stream.feed.after = () => {
      throw new Error('the ledger cannot be read');
    };
    tellingListener(follow(stream), 60_000, new Log(() => 0, [ring]).logger('test')).opened(socket);
    await until(() => closed.length > 0);
    expect(closed).toEqual([1011]);
    expect(ring.entries().map(({ entry }) => entry.message)).toEqual([
      'A WebSocket of /api/stream failed: the ledger cannot be read',
    ]);
  });
});

const deno = spawnSync('deno', ['--version']);
test.skipIf(deno.status !== 0)(
  'under Deno a WebSocket works as under Bun',
  () => {
    const program = fileURLToPath(new URL('./deno_web_socket.ts', import.meta.url));
    const { stdout, stderr } = spawnSync('deno', ['run', '--allow-all', program], { encoding: 'utf8' });
    expect(stdout, stderr).not.toBe('');
    expect(JSON.parse(stdout)).toEqual({
      protocol: 'tachograph',
      caughtUp: true,
      closeCode: 1001,
      tooLong: 1009,
      followers: 0,
    });
  },
  // A cold start compiles; this bounds a hang, it measures nothing.
  60_000,
);
