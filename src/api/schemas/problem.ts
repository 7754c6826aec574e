import * as v from 'valibot';
import { count, time, words } from './fields.ts';

/** What every error answers, as `application/problem+json` (RFC 9457). */
export const Problem = v.pipe(
  v.object({
    type: v.literal('about:blank'),
    title: words('The status in words.', 'Bad Request'),
    status: count('The status of the answer.', 400, 400),
    detail: words(
      'For people: what was given, what it must be, and the way out.',
      'limit must be an integer between 1 and 1000, got 0',
    ),
    error: words('A code for programs; it never changes.', 'invalid_parameter'),
    timestamp: time('When.'),
  }),
  v.description('What went wrong (RFC 9457), with `error` and `timestamp` beside the standard’s own fields.'),
);
