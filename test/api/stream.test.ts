import { afterEach, describe, expect, test } from 'vitest';
import { Follower } from '../../src/api/follower.ts';
import { type Serving, serve } from '../../src/api/serve.ts';
import type { ToldGrade } from '../../src/feedback/grade_watch.ts';
import { problem } from './api_fixture.ts';
import { SocketClient, take } from './sse_client.ts';
import { openStream, until } from './stream_fixture.ts';

const servings: Serving[] = [];
afterEach(async () => {
  for (const serving of servings.splice(0)) await serving.stop();
});

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

  test('last_event_id says the same for those that can set no header, and last counts back from the newest', async () => {
    const { app, happen } = openStream();
    const ids = Array.from({ length: 5 }, (_, i) => happen(`fact ${i}`));
    const first = async (query: string) =>
      (await take(await bodyOf(app.request(`/api/stream?${query}`)), 1))[0]!.id;
    expect(await first(`last_event_id=${ids[1]}`)).toBe(ids[2]);
    expect(await first('last_event_id=0')).toBe(ids[0]);
    expect(await first('last=1')).toBe(ids[4]);
    expect(await first('last=10000')).toBe(ids[0]);
    const fromNow = await bodyOf(app.request('/api/stream?last=0'));
    const live = happen('live');
    expect((await take(fromNow, 1))[0]!.id).toBe(live);
  });

  test('a browser that connects again goes on where it was, whatever it began with', async () => {
    const { app, happen } = openStream();
    const ids = Array.from({ length: 5 }, (_, i) => happen(`fact ${i}`));
    for (const query of ['last=5', 'last_event_id=0']) {
      const headers = { 'last-event-id': `${ids[3]}` };
      const [next] = await take(await bodyOf(app.request(`/api/stream?${query}`, { headers })), 1);
      expect(next!.id).toBe(ids[4]!);
    }
  });

  test.each([
    ['last=1&last_event_id=1', 'last goes without last_event_id'],
    ['last=10001', 'last must be an integer between 0 and 10000, got 10001'],
    ['last=', 'last must be an integer between 0 and 10000, got an empty text'],
    ['last_event_id=-1', 'last_event_id must be an id of this stream, got -1'],
  ])('?%s is refused', async (query, detail) => {
    const { app, feed } = openStream();
    expect((await problem(app, `/api/stream?${query}`, 400)).detail).toBe(detail);
    expect(feed.followers).toBe(0);
  });

  test('a Last-Event-ID that is none is refused', async () => {
    const { app } = openStream();
    const response = await app.request('/api/stream', { headers: { 'last-event-id': 'x' } });
    expect(response.status).toBe(400);
    const { detail } = (await response.json()) as { detail: string };
    expect(detail).toBe('Last-Event-ID must be an id of this stream, got x');
  });

  test('whoever asks for the headers alone follows nothing', async () => {
    const { app, feed } = openStream();
    const response = await app.request('/api/stream', { method: 'HEAD' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(feed.followers).toBe(0);
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
    expect(await new Follower(openStream(), 0).next(1)).toEqual([]);
  });

  test('that is slow loses log entries and is told how many, but no fact, however many there are', async () => {
    const { logFeed, happen, ...rest } = openStream();
    const follower = new Follower({ logFeed, ...rest }, 0);
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

  test('that is slow gets the newest grade of each pipeline, of as many as are kept', async () => {
    const listeners: ((grade: ToldGrade) => void)[] = [];
    const { gradeWatch, ...rest } = openStream();
    gradeWatch.subscribe = (listener) => {
      listeners.push(listener);
      return () => {};
    };
    const follower = new Follower({ gradeWatch, ...rest }, 0);
    const told = (pipeline: number, grade: number) => ({ of: `driver ${pipeline}`, json: `${grade}` });
    for (let i = 1; i <= 40; i++) listeners[0]!(told(i, i));
    listeners[0]!(told(20, 100));
    const frames = await follower.next(1);
    expect(frames!.map(({ id, event }) => ({ id, event }))).toEqual(
      Array.from({ length: 32 }, () => ({ id: null, event: 'grade' })),
    );
    const kept = Array.from({ length: 32 }, (_, i) => i + 9).filter((pipeline) => pipeline !== 20);
    expect(frames!.map(({ data }) => Number(data))).toEqual([...kept, 100]);
    expect(await follower.next(1)).toEqual([]);
  });

  test('that is closed while it waits is let go', async () => {
    const stream = openStream();
    const follower = new Follower(stream, 0);
    const next = follower.next(60_000);
    follower.close();
    expect(await next).toBeNull();
    expect(stream.feed.followers).toBe(0);
  });
});

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
