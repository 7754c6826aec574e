import { json, operation } from '../openapi/operation.ts';
import { Paused, Resumed } from '../schemas/lifecycle.ts';

export const pause = operation({
  id: 'pause',
  tag: 'Control',
  summary: 'Pause',
  description:
    'At once: nothing becomes visible until it is resumed, not even after a restart. Pausing what is paused changes nothing.',
  answers: { 200: json('It is paused.', Paused) },
  problems: ['storage_failed'],
});

export const resume = operation({
  id: 'resume',
  tag: 'Control',
  summary: 'Resume',
  description:
    'Answers once the baseline stands: after a clean, the newest company and driver batch are published at once. Intervals that were missed stay out, unless the config says `missed_intervals: catch_up`.',
  answers: { 200: json('It is running.', Resumed) },
  problems: ['storage_failed', 'foreign_bytes', 'clean_unfinished'],
});
