import { json, operation } from '../openapi/operation.ts';
import { Grade } from '../schemas/grade.ts';

export const getGrade = operation({
  id: 'getGrade',
  tag: 'Feedback',
  summary: 'How well a pipeline caught the defects',
  description:
    'Over those batches of the dataset whose `silver` stage it reported `done`: all of them, the newest `last`, or those whose intervals end after `from` and not after `to`. `last` goes without the other two.',
  answers: { 200: json('Counts, and shares of them with their 95 % intervals.', Grade) },
  problems: ['invalid_parameter', 'storage_failed'],
});
