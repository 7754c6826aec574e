import { json, operation } from '../openapi/operation.ts';
import { CleanAnswer } from '../schemas/clean.ts';

export const clean = operation({
  id: 'clean',
  tag: 'Control',
  summary: 'Delete what was published',
  description:
    'Only while paused. Batches, their answer keys and company metadata go; folders, ledger and logs stay. After a full clean, numbers begin at 1 again. A second clean deletes nothing. `dry_run=true` deletes nothing either, and says what would go. Other parameters are refused, so that none is misspelt.',
  answers: { 200: json('What was deleted.', CleanAnswer) },
  problems: ['invalid_parameter', 'pause_required', 'foreign_bytes', 'clean_unfinished', 'storage_failed'],
});
