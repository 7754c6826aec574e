import { describe, expect, test } from 'vitest';
import { json, openApi, problem } from './api_fixture.ts';

function withEntries() {
  const api = openApi();
  api.logger.debug('one');
  api.logger.info('two', { batch_number: 2 });
  api.logger.warn('three');
  api.logger.error('four');
  return api.app;
}

const messages = (body: { entries: { message: string }[] }) => body.entries.map(({ message }) => message);

describe('GET /api/logs', () => {
  test('serves entries as they were written, oldest first', async () => {
    const body = await json(withEntries(), '/api/logs?limit=3');
    expect(body).toMatchObject({ totalReturned: 3, nextSince: '2025-11-09T12:00:00.000000004Z' });
    expect(Object.keys(body)).toEqual(['entries', 'totalReturned', 'nextSince']);
    expect(messages(body)).toEqual(['two', 'three', 'four']);
    expect(body.entries[0]).toEqual({
      timestamp: '2025-11-09T12:00:00.000Z',
      level: 'info',
      logger: 'test',
      message: 'two',
      extra: { batch_number: 2 },
    });
  });

  test.each([
    ['', ['one', 'two', 'three', 'four']],
    ['?level=warn', ['three', 'four']],
    ['?level=error&limit=10', ['four']],
    ['?since=2025-11-09T11:59:59Z&limit=2', ['one', 'two']],
    ['?since=2025-11-09T12:00:00Z', []],
    ['?unknown=1&limit=1', ['four']],
  ])('%s', async (query, expected) => {
    expect(messages(await json(withEntries(), `/api/logs${query}`))).toEqual(expected);
  });

  test('nextSince goes on where the page ends', async () => {
    const app = withEntries();
    const first = await json(app, '/api/logs?limit=3&since=2025-11-09');
    const second = await json(app, `/api/logs?limit=3&since=${first.nextSince}`);
    const third = await json(app, `/api/logs?limit=3&since=${second.nextSince}`);
    expect([first, second, third].map(messages)).toEqual([['one', 'two', 'three'], ['four'], []]);
    expect(third.nextSince).toBe(second.nextSince);
  });

  test.each([
    ['limit=-1', 'limit must be an integer between 1 and 1000, got -1'],
    ['limit=0', 'limit must be an integer between 1 and 1000, got 0'],
    ['limit=1001', 'limit must be an integer between 1 and 1000, got 1001'],
    ['limit=1e2', 'limit must be an integer between 1 and 1000, got 1e2'],
    ['limit=', 'limit must be an integer between 1 and 1000, got an empty text'],
    ['limit=1&limit=2', 'limit must be an integer between 1 and 1000, got 1,2'],
    [`limit=${'9'.repeat(200)}`, `limit must be an integer between 1 and 1000, got ${'9'.repeat(100)}…`],
    ['level=loud', 'level must be one of debug, info, warn, error, got loud'],
    [
      'since=yesterday',
      'since must be an ISO 8601 time with a zone (2025-11-09T12:00:00Z) or the nextSince of an earlier answer, got yesterday',
    ],
  ])('refuses %s', async (query, detail) => {
    expect(await problem(withEntries(), `/api/logs?${query}`, 400)).toMatchObject({
      title: 'Bad Request',
      error: 'invalid_parameter',
      detail,
    });
  });

  test('tells everything that is wrong at once', async () => {
    const { detail } = await problem(withEntries(), '/api/logs?limit=x&level=loud', 400);
    expect(detail).toMatch(/^limit must be .*, got x; level must be .*, got loud$/);
  });
});
