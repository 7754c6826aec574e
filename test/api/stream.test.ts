import { afterEach, describe, expect, test } from 'vitest';
import { Follower } from '../../src/api/follower.ts';
import { type Serving, serve } from '../../src/api/serve.ts';
import { Bus } from '../../src/events/bus.ts';
import type { LifecycleChanged } from '../../src/events/facts.ts';
import { Feed } from '../../src/events/feed.ts';
import { History } from '../../src/ledger/history.ts';
import { LogFeed } from '../../src/log/log_feed.ts';
import { openApi } from './api_fixture.ts';
import { SocketClient, take } from './sse_client.ts';

const servings: Serving[] = [];
afterEach(async () => {
  for (const serving of servings.splice(0)) await serving.stop();
});

/** The API, and what makes a fact true, kept and told. */
function openStream() {
  const bus = new Bus();
  const logFeed = new LogFeed();
  const { ledger, ...rest } = openApi();
  const history = new History(ledger.connection);
  const feed = new Feed(bus, (after, limit) => history.eventsAfter(after, limit));
  const { app } = openApi({ bus, feed, logFeed, history });
  const happen = (timestamp: string): number => {
    const fact: LifecycleChanged = { event: 'lifecycle', timestamp, action: 'pause', status: 'paused' };
    const id = ledger.recordLifecycle('pause', { atMs: 0, type: 'lifecycle', payload: fact });
    bus.tell(fact, id);
    return id;
  };
  return { ...rest, ledger, app, bus, feed, logFeed, happen };
}

const bodyOf = async (response: Response | Promise<Response>) => (await response).body!;
const stamps = (events: readonly { data: string }[]) => events.map(({ data }) => JSON.parse(data).timestamp);

describe('GET /api/stream', () => {
  test('tells what happens from now on, with the ids that the ledger gives', async () => {
    const { app, happen } = openStream();
    happen('before');
    const body = await bodyOf(app.request('/api/stream'));
    const ids = [happen('first'), happen('second')];
    const events = await take(body, 2);
    expect(stamps(events)).toEqual(['first', 'second']);
    expect(events.map(({ id, event }) => ({ id, event }))).toEqual(
      ids.map((id) => ({ id, event: 'lifecycle' })),
    );
  });

  test('goes on behind the last id that a client has, from the ledger', async () => {
    const { app, happen } = openStream();
    const ids = Array.from({ length: 5 }, (_, i) => happen(`fact ${i}`));
    const body = await bodyOf(app.request('/api/stream', { headers: { 'last-event-id': `${ids[1]}` } }));
    happen('live');
    expect(stamps(await take(body, 4))).toEqual(['fact 2', 'fact 3', 'fact 4', 'live']);
  });

  test('an id of another ledger, beyond the newest here, begins with what happens now', async () => {
    const { app, happen } = openStream();
    happen('before');
    const body = await bodyOf(app.request('/api/stream', { headers: { 'last-event-id': '999999' } }));
    happen('now');
    expect(stamps(await take(body, 1))).toEqual(['now']);
  });

  test('an id that is none is refused', async () => {
    const { app } = openStream();
    const response = await app.request('/api/stream', { headers: { 'last-event-id': 'x' } });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toContain('Last-Event-ID');
  });

  test('log entries come live and without an id', async () => {
    const { app, logFeed } = openStream();
    const body = await bodyOf(app.request('/api/stream'));
    const entry = { timestamp: 'now', level: 'info', logger: 'test', message: 'hello', extra: {} } as const;
    // The follower is there once the response is.
    logFeed.write(entry);
    expect(await take(body, 1)).toEqual([{ id: null, event: 'log', data: JSON.stringify(entry) }]);
  });

  test('a client that goes is forgotten', async () => {
    const { app, feed, happen } = openStream();
    const body = await bodyOf(app.request('/api/stream'));
    expect(feed.followers).toBe(1);
    happen('one');
    await take(body, 1);
    expect(feed.followers).toBe(0);
  });
});

describe('a follower', () => {
  test('says nothing for a while, so that a heartbeat can be sent', async () => {
    const { feed, logFeed } = openStream();
    expect(await new Follower(feed, logFeed, 0).next(1)).toEqual([]);
  });

  test('that is slow loses log entries and is told how many, but no fact, however many there are', async () => {
    const { feed, logFeed, happen } = openStream();
    const follower = new Follower(feed, logFeed, 0);
    const ids = Array.from({ length: 2500 }, (_, i) => happen(`${i}`));
    for (let i = 0; i < 1000; i++) {
      logFeed.write({ timestamp: '', level: 'info', logger: 'test', message: `${i}`, extra: {} });
    }
    const seen: (number | null)[] = [];
    const others: string[] = [];
    for (let frames = await follower.next(1); frames!.length > 0; frames = await follower.next(1)) {
      for (const { id, event, data } of frames!) {
        if (id !== null) seen.push(id);
        else if (event === 'log_lost') others.push(data);
      }
    }
    expect(seen).toEqual(ids);
    expect(others).toEqual(['{"count":800}']);
  });

  test('that is closed while it waits is let go', async () => {
    const { feed, logFeed } = openStream();
    const follower = new Follower(feed, logFeed, 0);
    const next = follower.next(60_000);
    follower.close();
    expect(await next).toBeNull();
    expect(feed.followers).toBe(0);
  });
});

/** Waits for something that is bound to come; the test's own time limit ends it otherwise. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await Bun.sleep(5);
}

describe('over sockets', () => {
  test('500 clients at once each get every fact in order', async () => {
    const { app, feed, happen } = openStream();
    const serving = serve(app.fetch, '127.0.0.1', 0);
    servings.push(serving);
    const clients = Array.from({ length: 500 }, () => new SocketClient(serving.port));
    await until(() => feed.followers === 500);
    const ids = Array.from({ length: 20 }, (_, i) => happen(`fact ${i}`));
    const last = new RegExp(`^id: ${ids.at(-1)}$`, 'm');
    await until(() => clients.every(({ text }) => last.test(text)));
    const seen = clients.map(({ text }) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)));
    for (const own of seen) expect(own).toEqual(ids);
    for (const client of clients) client.close();
    await until(() => feed.followers === 0);
  }, 60_000);

  test('a client that reads nothing is not sent more than its socket takes, and catches up later', async () => {
    const { app, feed, happen } = openStream();
    let lastAsked = 0;
    const after = feed.after.bind(feed);
    feed.after = (id, limit) => {
      lastAsked = id;
      return after(id, limit);
    };
    const serving = serve(app.fetch, '127.0.0.1', 0);
    servings.push(serving);
    const client = new SocketClient(serving.port);
    await until(() => feed.followers === 1 && client.text !== '');
    client.stall();
    const padding = 'x'.repeat(4096);
    let newest = 0;
    for (let i = 0; i < 8000; i++) {
      newest = happen(`${padding}${i}`);
      if (i % 100 === 0) await Bun.sleep(1);
    }
    // 32 MB were told; what lies between here and there is a few megabytes.
    expect(lastAsked).toBeLessThan(newest - 2000);
    client.readOn();
    await until(() => client.text.includes(`id: ${newest}\n`));
    expect(client.text.match(/^id: \d+$/gm)!.length).toBe(8000);
    client.close();
  }, 60_000);
});
