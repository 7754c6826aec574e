import { expect, test } from 'vitest';
import { nextTurn, turnsByTime } from '../../src/publish/turns.ts';

const works = (ms: number) => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
};

test('turns come one after the other, in order, and a timer that is due comes in between', async () => {
  const order: string[] = [];
  const work = async (name: string) => {
    await nextTurn();
    order.push(name);
    works(3);
  };
  setTimeout(() => order.push('boundary'), 1);
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(work));
  expect(order.filter((name) => name !== 'boundary')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(order.indexOf('boundary')).toBeLessThan(order.length - 1);
});

test('long works take slices by turns', async () => {
  const order: string[] = [];
  const work = async (name: string) => {
    const slice = turnsByTime();
    for (let i = 0; i < 4; i++) {
      await slice();
      order.push(name);
      works(2);
    }
  };
  await Promise.all(['a', 'b'].map(work));
  expect(order.join('')).toBe('abababab');
});

test('a slice lasts for many short steps', async () => {
  const slice = turnsByTime();
  await slice();
  const step = slice();
  const turn = nextTurn();
  expect(await Promise.race([step.then(() => 'step'), turn.then(() => 'turn')])).toBe('step');
});
