import { expect, test } from 'vitest';
import { Quota } from '../../src/api/quota.ts';

test('a quota is shared, and what somebody gives back is there for others', () => {
  const quota = new Quota(10, 'come later');
  const [one, other] = [quota.share(), quota.share()];
  one.take(4);
  one.take(2);
  expect(() => other.take(5)).toThrow(
    expect.objectContaining({
      status: 503,
      code: 'too_many_clients',
      message: 'come later',
      headers: { 'retry-after': '1' },
    }),
  );
  other.take(4);
  one.end();
  other.take(6);
  expect(() => one.take(1)).toThrow('come later');
});

test('a share is given back once, however often it is ended', () => {
  const quota = new Quota(1, 'come later');
  const [one, other] = [quota.share(), quota.share()];
  one.take(1);
  one.end();
  other.take(1);
  one.end();
  expect(() => quota.share().take(1)).toThrow('come later');
});
