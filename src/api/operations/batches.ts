import { json, operation } from '../openapi/operation.ts';
import { BatchDetail, BatchList } from '../schemas/batch.ts';

export const listBatches = operation({
  id: 'listBatches',
  tag: 'Batches',
  summary: 'Published batches',
  description:
    'The newest first. Given as `before`, the `next_before` of one answer leads to the next, without a batch twice or none.',
  answers: { 200: json('Batches of the dataset.', BatchList) },
  problems: ['invalid_parameter', 'storage_failed'],
});

export const getBatch = operation({
  id: 'getBatch',
  tag: 'Batches',
  summary: 'One batch',
  description: 'With its defects by kind, and what pipelines reported of it.',
  answers: { 200: json('The batch.', BatchDetail) },
  problems: ['invalid_parameter', 'batch_not_found', 'storage_failed'],
});
