import { describe, expect, test } from 'vitest';
import { published } from '../fixtures.ts';
import { ask, type Body, type GradedService, gradedService, jsonLines } from './graded_service.ts';
import { eventsOf } from './sse_client.ts';

type Heard = { readonly of: string; readonly body: Body };

/** What the watch tells, as it comes; `next` waits for another. */
function listen({ gradeWatch }: Pick<GradedService, 'gradeWatch'>) {
  const heard: Heard[] = [];
  let wake = () => {};
  const stop = gradeWatch.subscribe(({ of, json }) => {
    heard.push({ of, body: JSON.parse(json) });
    wake();
  });
  const next = async (count = heard.length + 1): Promise<Heard> => {
    while (heard.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard.at(-1)!;
  };
  return { heard, next, stop };
}

/** Reports the silver stage of the driver batch of a number. */
async function finish({ app, host }: GradedService, number: number, report: object = {}): Promise<void> {
  const { batchId } = published(host, 'driver')[number - 1]!;
  const body = JSON.stringify({ stage: 'silver', status: 'done', ...report });
  const { status } = await ask(app, 'POST', `/api/batches/driver/${batchId}/stages`, body);
  expect(status).toBe(200);
}

/** Finds line 1 of the driver batch of a number bad. */
async function condemn({ app, host }: GradedService, number: number): Promise<void> {
  const { batchId } = published(host, 'driver')[number - 1]!;
  const { status } = await ask(app, 'POST', '/api/verdicts', jsonLines([{ batch_id: batchId, line: 1 }]));
  expect(status).toBe(200);
}

/** Lets a grade be made that nobody is to hear of. */
async function madeRest({ rests }: GradedService, count: number): Promise<void> {
  while (rests.length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('a grade is told', () => {
  test('when a silver stage is reported, as GET /api/grade answers it', async () => {
    const service = await gradedService();
    const { next } = listen(service);
    await finish(service, 1);
    const { of, body } = await next();
    const { event, timestamp, ...grade } = body;
    expect({ of, event }).toEqual({ of: 'driver default', event: 'grade' });
    expect(timestamp).toBe(new Date(service.host.clock.nowMs).toISOString());
    expect(grade).toEqual((await ask(service.app, 'GET', '/api/grade?last=100')).body);
    expect(grade.batches.graded).toBe(1);
  });

  test('when verdicts come on a batch whose silver stage is done, and on no other', async () => {
    const service = await gradedService();
    const { heard, next } = listen(service);
    await finish(service, 1);
    await next();
    await madeRest(service, 1);
    service.rests[0]!.end();
    await condemn(service, 2);
    await condemn(service, 1);
    const { body } = await next();
    expect(body.records.flagged).toBe(1);
    expect(heard.length).toBe(2);
  });

  test('not when another stage is reported', async () => {
    const service = await gradedService();
    const { heard, next } = listen(service);
    await finish(service, 1, { stage: 'gold' });
    await finish(service, 2);
    expect((await next()).body.batches.graded).toBe(1);
    expect(heard.length).toBe(1);
  });

  test('once for all changes of a second, the last of which it shows', async () => {
    const service = await gradedService();
    const { heard, next } = listen(service);
    await finish(service, 1);
    await next();
    await madeRest(service, 1);
    for (const number of [2, 3, 4]) await finish(service, number);
    expect(heard.length).toBe(1);
    expect(service.rests).toMatchObject([{ ms: 1000 }]);
    service.rests[0]!.end();
    expect((await next()).body.batches.graded).toBe(4);
    // Nothing has changed since.
    await madeRest(service, 2);
    service.rests[1]!.end();
    expect({ told: heard.length, rests: service.rests.length }).toEqual({ told: 2, rests: 2 });
  });

  test('again where it has changed while it was made', async () => {
    const service = await gradedService();
    const { grader } = service;
    const { heard, next } = listen(service);
    const report = grader.report.bind(grader);
    grader.report = async (scope) => {
      const made = await report(scope);
      if (heard.length === 0) await finish(service, 2);
      return made;
    };
    await finish(service, 1);
    expect((await next()).body.batches.graded).toBe(1);
    await madeRest(service, 1);
    service.rests[0]!.end();
    expect((await next()).body.batches.graded).toBe(2);
  });

  test('of each pipeline for itself, and made one after another', async () => {
    const service = await gradedService();
    const { grader } = service;
    const report = grader.report.bind(grader);
    let making = 0;
    let most = 0;
    grader.report = async (scope) => {
      most = Math.max(most, ++making);
      const made = await report(scope);
      await new Promise((resolve) => setImmediate(resolve));
      making -= 1;
      return made;
    };
    const { heard, next } = listen(service);
    await Promise.all(['a', 'b', 'c'].map((pipeline) => finish(service, 1, { pipeline })));
    await next(3);
    expect(heard.map(({ body }) => body.pipeline).sort()).toEqual(['a', 'b', 'c']);
    expect(most).toBe(1);
  });
});

test('no grade is made while nobody follows', async () => {
  const service = await gradedService();
  const { grader } = service;
  const report = grader.report.bind(grader);
  let made = 0;
  grader.report = (scope) => {
    made += 1;
    return report(scope);
  };
  listen(service).stop();
  await finish(service, 1);
  await condemn(service, 1);
  // Whoever comes later hears of later changes alone.
  const { next } = listen(service);
  await finish(service, 2);
  await next();
  expect(made).toBe(1);
});

test('a grade that cannot be made is logged once, and the next is told', async () => {
  const service = await gradedService();
  const { grader } = service;
  const { next } = listen(service);
  const report = grader.report.bind(grader);
  grader.report = async () => {
    throw new Error('the key is gone');
  };
  for (const number of [1, 2]) {
    await finish(service, number);
    await madeRest(service, number);
    service.rests[number - 1]!.end();
  }
  expect(service.ring.entries().map(({ entry }) => `${entry.level} ${entry.message}`)).toEqual([
    'error Cannot grade driver batches for the stream: the key is gone',
  ]);
  grader.report = report;
  await finish(service, 3);
  expect((await next()).body.batches.graded).toBe(3);
});

test('GET /api/stream tells grades without an id', async () => {
  const service = await gradedService();
  const { body } = await service.app.request('/api/stream');
  await finish(service, 1);
  for await (const { id, event, data } of eventsOf(body!)) {
    if (event === 'stage') continue;
    expect({ id, event }).toEqual({ id: null, event: 'grade' });
    expect(JSON.parse(data)).toMatchObject({ event: 'grade', pipeline: 'default', batches: { graded: 1 } });
    break;
  }
});
