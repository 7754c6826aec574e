import { json, operation } from '../openapi/operation.ts';
import { IssuePage, RecordPage } from '../schemas/records.ts';

export const listRecords = operation({
  id: 'listRecords',
  tag: 'Batches',
  summary: 'Lines of a batch',
  description:
    'As they were published, defects and all. What a clean line says is in `/api/schemas/driver_event` and `/api/schemas/company`.',
  answers: { 200: json('Lines, in the order of the file.', RecordPage) },
  problems: ['invalid_parameter', 'batch_not_found', 'batch_removed', 'storage_failed'],
});

export const listIssues = operation({
  id: 'listIssues',
  tag: 'Batches',
  summary: 'Answer key of a batch',
  description:
    'Every defect, with how to undo it. It is there though the batch’s file may be gone. `--no-issues` turns it off.',
  answers: { 200: json('Defects, in the order of their lines.', IssuePage) },
  problems: ['invalid_parameter', 'issues_disabled', 'batch_not_found', 'storage_failed'],
});
