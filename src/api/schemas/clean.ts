import * as v from 'valibot';
import { choice, count, flag, list, time, words } from './fields.ts';

/** What `POST /api/clean` answers. */
export const CleanAnswer = v.object({
  success: flag('Whether everything could be deleted.', true),
  dry_run: v.exactOptional(
    v.pipe(v.literal(true), v.description('Nothing was deleted: this is what would go.')),
  ),
  deleted_count: count('Number of `deleted_items`.', 1),
  deleted_items: list(
    v.object({
      name: words('Name of the file or folder.', '20251109T120000Z'),
      path: words('Path within the data folder.', 'raw/events/20251109T120000Z'),
      type: choice(['file', 'directory'], 'What it was.', 'directory'),
      size: count('Bytes, over all its files.', 4987),
      file_count: count('Number of its files.', 2),
    }),
    'What was deleted.',
  ),
  summary: v.pipe(
    v.object({
      company_batches: count('Company batches.', 1),
      driver_batches: count('Driver batches.', 1),
      records: count('Lines of both.', 25),
      bytes: count('Size of those lines in bytes.', 5940),
    }),
    v.description('The batches that went, by the ledger.'),
  ),
  errors: v.pipe(
    v.array(v.string()),
    v.metadata({
      description: 'A sentence for each thing that could not be deleted; asking again goes on with the rest.',
      examples: [[]],
    }),
  ),
  timestamp: time('Now.'),
});
