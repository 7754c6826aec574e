import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reporter } from '../../examples/medallion/report/reporter.ts';
import { eventually } from '../dashboard/browser/eventually.ts';
import { withMedallion } from './installed.ts';
import { COMPANY, company, EVENT, linesOf, WrittenFolder } from './written_folder.ts';

withMedallion('reports', () => {
  let folder: WrittenFolder;
  let server: Server;
  let reporter: Reporter | null;
  /** What the service was asked: `path body`. */
  let asked: string[];
  /** Statuses of the next answers; 200 after them. */
  let answers: number[];
  beforeEach(async () => {
    folder = new WrittenFolder();
    folder.addCompanies(company(COMPANY));
    reporter = null;
    asked = [];
    answers = [];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const status = answers.shift() ?? 200;
      asked.push(`${status} ${request.url} ${body.trim()}`);
      response.writeHead(status).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    reporter?.end();
    server.close();
    folder.delete();
  });

  /** Starts to report what is in the outbox. @returns when there is nothing left */
  async function report(): Promise<void> {
    const { Reporter } = await import('../../examples/medallion/report/reporter.ts');
    const { Service } = await import('../../examples/medallion/report/service.ts');
    const { port } = server.address() as AddressInfo;
    const service = new Service(`http://127.0.0.1:${port}`, 'medallion', undefined);
    reporter = new Reporter(await folder.session(), service, () => {});
    const running = reporter.run();
    await eventually(async () => assert.deepEqual(await folder.rows('FROM control.outbox'), []));
    reporter.end();
    await running;
  }

  test('say what is wrong before they say that silver is done', async () => {
    const batchId = folder.publish(1, 0, linesOf(EVENT, { ...EVENT, truck_id: null }));
    await folder.run();
    await report();
    const stages = `200 /api/batches/driver/${batchId}/stages`;
    expect(asked.map((line) => line.replace(/"at":"[^"]+"/, '"at":"…"'))).toEqual([
      `${stages} {"pipeline":"medallion","status":"done","stage":"bronze","at":"…","accepted":2,"rejected":0}`,
      `200 /api/verdicts {"pipeline":"medallion","batch_id":"${batchId}","line":2,"rule":"not_null","field":"truck_id","kind":"null_value","action":"quarantine"}`,
      `${stages} {"pipeline":"medallion","status":"done","stage":"silver","at":"…","accepted":1,"rejected":1}`,
      `${stages} {"pipeline":"medallion","status":"done","stage":"gold","at":"…","accepted":1,"rejected":0}`,
    ]);
  });

  test('say so of a batch in which nothing is wrong', async () => {
    const batchId = folder.publish(1, 0, linesOf(EVENT));
    await folder.run();
    await report();
    expect(asked[1]).toBe(`200 /api/verdicts {"pipeline":"medallion","batch_id":"${batchId}","count":0}`);
  });

  test('come again until a service that is down, or does not have the batch yet, has taken them', async () => {
    folder.publish(1, 0, linesOf(EVENT));
    await folder.run();
    answers = [404, 503, 200, 503];
    await report();
    expect(asked.map((line) => line.slice(0, 8))).toEqual([
      '404 /api', '503 /api', '200 /api', '503 /api', '200 /api', '200 /api', '200 /api',
    ]); // biome-ignore format: a line
  });

  test('go on after what the service will never take', async () => {
    folder.publish(1, 0, linesOf(EVENT));
    await folder.run();
    answers = [400];
    await report();
    expect(asked).toHaveLength(4);
  });

  test('keep to themselves what was before a clean', async () => {
    folder.publish(1, 0, linesOf(EVENT));
    await folder.run();
    folder.clean();
    folder.addCompanies(company(COMPANY));
    const batchId = folder.publish(1, 10, linesOf({ ...EVENT, timestamp: '2025-11-09T12:00:12.006Z' }));
    await folder.run();
    await report();
    expect(asked).toHaveLength(4);
    expect(asked.filter((line) => !line.includes(batchId))).toEqual([]);
  });
});
