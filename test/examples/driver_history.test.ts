import { describe, expect, test } from 'vitest';
import { type DriverEvent, impossibleEvents } from '../../examples/reference_detector/driver_history.ts';

const TYPES = { S: 'start driving', T: 'stopped driving', D: 'delivered' } as const;

/**
 * The impossible ones, by number from 1, of events such as `S@home T@port D@port`; `?` is a type or a place that cannot
 * be read, and `_` a line that went missing, maybe this driver's.
 */
function impossibleIn(story: string): number[] {
  const words = story.split(' ').filter((word) => word !== '');
  const lost = words.flatMap((word, i) => (word === '_' ? [i + 1] : []));
  const events = words.flatMap((word, i): DriverEvent[] => {
    if (word === '_') return [];
    const [type, place = '?'] = word.split('@') as [string, string?];
    return [
      {
        line: i + 1,
        type: type === '?' ? null : TYPES[type as keyof typeof TYPES],
        place: place === '?' ? null : place,
      },
    ];
  });
  return impossibleEvents(events, (line, other) => lost.some((at) => at > line && at < other));
}

describe('what a driver may do', () => {
  test.each([
    'S T',
    'S T D',
    'S T S T D S T',
    'D',
    'S T D D',
    'D S T',
    '? T',
    'S ? D',
    'S T ?',
    '? ?',
    'S@home T@home',
  ])('%s', (story) => {
    expect(impossibleIn(story)).toEqual([]);
  });
});

describe('one wrong event among right ones is the one that is flagged', () => {
  test.each([
    { what: 'a start said to be a stop', story: 'T@a T@b D@b', impossible: [1] },
    { what: 'a later start said to be a stop', story: 'S@a T@b D@b T@b T@c', impossible: [4] },
    { what: 'a stop said to be a start', story: 'S@a S@b D@b', impossible: [2] },
    { what: 'a stop said to be a start, the last', story: 'S@a S@b', impossible: [2] },
    { what: 'a stop said to be a delivery', story: 'S@a D@b', impossible: [2] },
    { what: 'a stop said to be a delivery, before one', story: 'S@a D@b D@b', impossible: [2] },
    { what: 'a delivery said to be a stop', story: 'S@a T@b T@b S@b T@c', impossible: [3] },
    { what: 'a lone delivery said to be a stop', story: 'T@a', impossible: [1] },
    { what: 'without places', story: 'S T T S T', impossible: [3] },
  ])('$what: $story', ({ story, impossible }) => {
    expect(impossibleIn(story)).toEqual(impossible);
  });
});

describe('several wrong events', () => {
  test.each([
    { story: 'T@a S@b D@b', impossible: [1, 2] },
    { story: 'S@a T@b T@b S@b S@c T@c S@c T@d', impossible: [3, 5, 6] },
    { story: 'T@a D@b D@b', impossible: [1, 2] },
  ])('$story', ({ story, impossible }) => {
    expect(impossibleIn(story)).toEqual(impossible);
  });
});

describe('a lost event is nobody else’s fault', () => {
  test.each([
    { what: 'a start', story: '_ T@b D@b' },
    { what: 'a later start', story: 'S@a T@b D@b _ T@c' },
    { what: 'a stop', story: 'S@a _ D@b' },
    { what: 'a stop and then a trip', story: 'S@a _ S@b T@c' },
    { what: 'the last stop', story: 'S@a _' },
    { what: 'two', story: 'S@a _ S@b _ D@c' },
  ])('$what: $story', ({ story }) => {
    expect(impossibleIn(story)).toEqual([]);
  });

  test('but a truck that did not move has not driven: the stop is no stop', () => {
    expect(impossibleIn('S@a T@b _ T@b')).toEqual([4]);
    expect(impossibleIn('S@a T@b _ T@c')).toEqual([]);
    expect(impossibleIn('S@a T@b _ T@?')).toEqual([]);
  });

  test('and what only a loss that did not happen there would explain is flagged', () => {
    expect(impossibleIn('_ S@a D@b')).toEqual([3]);
    expect(impossibleIn('S@a D@b _')).toEqual([2]);
  });
});
