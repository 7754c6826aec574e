import { describe, expect, test } from 'vitest';
import { type BodyLimits, jsonValues, withWholeBody } from '../../src/api/body.ts';
import { Quota } from '../../src/api/quota.ts';

const KIB = 1024;
const LIMITS: BodyLimits = { bytes: 4096 * KIB, wayOut: 'send less' };

/** A request with a body that comes in these chunks, and then ends or not. */
function sending(chunks: readonly string[], { headers = {}, ends = true } = {}) {
  const left = chunks.map((chunk) => new TextEncoder().encode(chunk));
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = left.shift();
        if (chunk !== undefined) controller.enqueue(chunk);
        else if (ends) controller.close();
        else return new Promise(() => {});
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const request = new Request('http://localhost/', { method: 'POST', headers, body });
  return { request, left, wasCancelled: () => cancelled };
}

const share = (bytes = LIMITS.bytes) => new Quota(bytes, 'come later').share();

async function valuesOf(chunks: readonly string[]) {
  const values: unknown[] = [];
  for await (const value of jsonValues(sending(chunks).request, LIMITS, share())) values.push(value);
  return values;
}

const refusalOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'none',
    ({ status, code, message, headers }) => ({ status, code, message, headers }),
  );

describe('a body that is read whole', () => {
  test('is there, however it comes', async () => {
    const { request } = sending(['{"a"', ':1}']);
    expect(await (await withWholeBody(request, LIMITS, share())).json()).toEqual({ a: 1 });
  });

  test('is none where there is none', async () => {
    const request = new Request('http://localhost/', { method: 'POST' });
    expect(await withWholeBody(request, LIMITS, share())).toBe(request);
  });

  test('is refused before it comes, if it says that it is too large', async () => {
    const { request, left } = sending(['x'], { headers: { 'content-length': '4194305' } });
    const refusal = await refusalOf(withWholeBody(request, LIMITS, share()));
    expect(refusal).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(left).toHaveLength(1);
  });

  test('is refused when it turns out to be too large, and read no further', async () => {
    const { request, left, wasCancelled } = sending(['x'.repeat(10), 'y', 'z']);
    const refusal = await refusalOf(withWholeBody(request, { ...LIMITS, bytes: 10 }, share()));
    expect(refusal).toMatchObject({ status: 413, message: 'the body may have 10 bytes at most: send less' });
    expect(left).toHaveLength(1);
    expect(wasCancelled()).toBe(true);
  });

  test('is refused while others have taken the memory', async () => {
    const { request } = sending(['x'.repeat(10)]);
    const refusal = await refusalOf(withWholeBody(request, LIMITS, share(9)));
    expect(refusal).toMatchObject({ status: 503, code: 'too_many_clients' });
  });

  test('is given up if it does not come on, with its connection', async () => {
    const { request } = sending(['x'], { ends: false });
    const refusal = await refusalOf(withWholeBody(request, { ...LIMITS, patienceMs: 1 }, share()));
    expect(refusal).toMatchObject({ status: 408, code: 'request_timeout', headers: { connection: 'close' } });
  });
});

describe('values', () => {
  test('are numbered by their lines, empty ones included, wherever chunks end', async () => {
    const whole = '\n\n1\n \n[2]\r\n\n"\u20ac"';
    const expected = [
      { number: 3, value: 1 },
      { number: 5, value: [2] },
      { number: 7, value: '\u20ac' },
    ];
    const bytes = new TextEncoder().encode(whole);
    for (let at = 1; at < whole.length - 2; at++) {
      const decoder = new TextDecoder();
      expect(await valuesOf([decoder.decode(bytes.slice(0, at)), decoder.decode(bytes.slice(at))])).toEqual(
        expected,
      );
    }
  });

  test('after many empty lines are found', async () => {
    expect(await valuesOf(['\n'.repeat(5000), '7'])).toEqual([{ number: 5001, value: 7 }]);
  });

  test('of an array are numbered one by one', async () => {
    expect(await valuesOf(['\n[1,\n', '2]'])).toEqual([
      { number: 1, value: 1 },
      { number: 2, value: 2 },
    ]);
  });

  test.each([
    ['a line', ['1'.repeat(600 * KIB), '1'.repeat(600 * KIB)]],
    ['a JSON array', ['[\n', '1,\n'.repeat(400 * KIB)]],
  ])('that only come in one go must be small: %s', async (what, chunks) => {
    expect(await refusalOf(valuesOf(chunks))).toMatchObject({
      status: 413,
      code: 'body_too_large',
      message: expect.stringMatching(new RegExp(`^${what} may have 1048576 bytes at most: send JSON Lines`)),
    });
  });
});
