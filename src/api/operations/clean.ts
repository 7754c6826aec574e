import { json, operation } from '../openapi/operation.ts';
import { Cleaned } from '../schemas/clean.ts';

export const clean = operation({
  id: 'clean',
  tag: 'Control',
  summary: 'Delete what was published',
  description:
    'Only while paused. Batches, their answer keys and company metadata go; folders, ledger and logs stay. After a full clean, numbers begin at 1 again. A second clean deletes nothing.',
  answers: { 200: json('What was deleted.', Cleaned) },
  problems: ['invalid_parameter', 'pause_required', 'foreign_bytes', 'clean_unfinished', 'storage_failed'],
});
