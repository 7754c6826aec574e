import * as v from 'valibot';
import { choice, count, flag, list, time, words } from './fields.ts';

/** What `POST /api/clean` answers. */
export const Cleaned = v.object({
  success: flag('Whether everything could be deleted.', true),
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
  errors: v.pipe(
    v.array(v.string()),
    v.metadata({
      description: 'A sentence for each thing that could not be deleted; asking again goes on with the rest.',
      examples: [[]],
    }),
  ),
  timestamp: time('Now.'),
});
