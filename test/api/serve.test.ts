import { describe, expect, test } from 'vitest';
import { ListenError, serve } from '../../src/api/serve.ts';

const LOCAL = '127.0.0.1';
const answer = (request: Request) => new Response(new URL(request.url).pathname);

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}

describe('serve', () => {
  test('answers on the port that it tells, until it is stopped', async () => {
    const serving = serve(answer, LOCAL, 0);
    const url = `http://${LOCAL}:${serving.port}/here`;
    expect(await (await fetch(url)).text()).toBe('/here');
    await serving.stop();
    await expect(fetch(url)).rejects.toThrow();
  });

  test('a port in use is told with the way out', async () => {
    const serving = serve(answer, LOCAL, 0);
    const error = thrownBy(() => serve(answer, LOCAL, serving.port));
    await serving.stop();
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({
      code: 'EADDRINUSE',
      message: `cannot listen on ${LOCAL}:${serving.port}: the port is in use; choose another port with --port or TACHOGRAPH_PORT`,
    });
  });

  test('an address that is not ours is told with the way out', () => {
    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    const error = thrownBy(() => serve(answer, '192.0.2.1', 0));
    expect(error).toBeInstanceOf(ListenError);
    expect((error as Error).message).toMatch(
      /^cannot listen on 192\.0\.2\.1:0: .*--host or TACHOGRAPH_HOST$/,
    );
  });
});
