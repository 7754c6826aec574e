import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as attacks from './attacks.ts';
import { Connection } from './connection.ts';
import { AttackedService } from './service.ts';

// `bun bench/attacks.ts` does it all in full size, and measures.
const MIB = 1024 ** 2;
const TOKEN = 'a-Token_that~nobody.sees';

// The long timeouts bound a hang; they measure nothing.
describe('a service that is attacked all the time', () => {
  let service: AttackedService;
  beforeAll(async () => {
    service = await AttackedService.start();
    await service.publishes(1);
  });
  afterAll(() => service.remove());

  test('refuses a name that was pointed at it (DNS rebinding)', async () => {
    expect(await attacks.rebindName(service.port)).toEqual({ '403 host_not_allowed': 6 });
  });

  test('refuses what other pages send', async () => {
    expect(await attacks.forgeRequests(service.port)).toEqual({ '403 origin_not_allowed': 20 });
  });

  test('knows no path but its own', async () => {
    const { answers, leaks } = await attacks.climbPaths(service.port);
    expect(leaks).toEqual([]);
    expect(answers['4xx']).toBeGreaterThan(200);
  });

  test('refuses headers beyond all measure', async () => {
    expect(await attacks.swellHeaders(service.port)).toEqual({ '431': 3 });
  });

  test('refuses large bodies, told before or not, and keeps nothing of them', async () => {
    expect(await attacks.swellBodies(service.port, 70 * MIB)).toEqual({ '413 body_too_large': 6 });
    expect(await attacks.nameBatches(service.port, 2 * MIB)).toEqual({ '413 too_many_batches': 1 });
    expect(await attacks.sendNewlines(service.port, 8 * MIB)).toEqual({ '400 no_verdicts': 1 });
    expect(await attacks.sendArrays(service.port, 4)).toEqual({ '404 batch_not_found': 4 });
  }, 120_000);

  test('reads no more than it has memory for', async () => {
    const answers = await attacks.sendTogether(service.port, 4, 50 * MIB);
    expect(answers).toEqual({ '404 batch_not_found': 2, '503 too_many_clients': 2 });
  }, 120_000);

  test('tells so many followers as it can, and others when they have gone', async () => {
    const answers = await attacks.follow(service.port, 1020, false, () => service.publishes(2));
    expect(answers).toEqual({ '200': 1000, '503 too_many_clients': 20 });
    for (;;) {
      // They have gone once the service has noticed.
      const late = await fetch(`${service.origin}/api/stream`);
      await late.body?.cancel();
      if (late.status === 200) break;
    }
  }, 120_000);

  test('takes no notice of clients that hang up', async () => {
    expect(await attacks.hangUp(service.port)).toEqual({ closed: 6 });
  });

  test('waits for nobody who is slow on purpose', async () => {
    const { port } = service;
    const slow = await Promise.all([
      attacks.dripHeaders(port, 50),
      attacks.dripBodies(port, 50),
      attacks.idle(port, 500),
    ]);
    expect(slow).toEqual([{ closed: 50 }, { '408 request_timeout': 50 }, { closed: 500 }]);
  }, 120_000);

  test('has published every batch meanwhile, once, on its boundary', async () => {
    const { exitCode, batches, faults } = await service.stop();
    expect(faults).toEqual([]);
    expect(batches).toBeGreaterThan(15);
    expect(exitCode).toBe(0);
    expect(service.output).not.toMatch(/ERROR|evil\.example/);
  });
});

test('connections never take the descriptors that batches need', async () => {
  const service = await AttackedService.start({ descriptors: 256 });
  await service.publishes(1);
  const follower = new Connection(service.port, 'GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await follower.answered();
  expect(await attacks.idle(service.port, 400)).toEqual({ closed: 400 });
  await follower.closed;
  expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
  await service.publishes(3);
  const { faults } = await service.stop();
  expect(faults).toEqual([]);
  expect(service.output).toContain('WARN All connections were closed');
  service.remove();
}, 120_000);

test('nothing that others can see holds the token', async () => {
  const service = await AttackedService.start({ env: { TACHOGRAPH_API_TOKEN: TOKEN } });
  const read = async (path: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${service.origin}${path}`, { headers });
    return { status: answer.status, text: `${JSON.stringify([...answer.headers])}${await answer.text()}` };
  };
  await service.publishes(1);
  const paths = ['/api', '/api/health', '/api/logs?limit=1000', '/api/batches', '/api/grade', '/metrics', '/version', '/x'];
  const seen = [service.commandLine];
  for (const path of paths) {
    expect((await read(path, `${TOKEN}x`)).status).toBe(401);
    for (const token of [TOKEN, `${TOKEN}x`]) seen.push((await read(path, token)).text);
  }
  await service.stop();
  expect(service.output).toContain('Stopped');
  for (const text of [...seen, service.output]) expect(text).not.toContain(TOKEN);
  service.remove();
}, 120_000); // biome-ignore format: a table
