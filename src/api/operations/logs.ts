import { json, operation } from '../openapi/operation.ts';
import { LogPage } from '../schemas/logs.ts';

export const getLogs = operation({
  id: 'getLogs',
  tag: 'Service',
  summary: 'The log',
  description:
    'Without `since` the newest entries, with it those that come after, oldest first either way. Given back as `since`, `nextSince` misses nothing and repeats nothing.',
  answers: { 200: json('Entries of the log.', LogPage) },
  problems: ['invalid_parameter', 'storage_failed'],
});
