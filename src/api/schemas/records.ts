import * as v from 'valibot';
import type { KeyLine } from '../../defects/answer_key.ts';
import { anything, choice, count, list, type SchemaOf, words } from './fields.ts';
import { batchId, defectKind, generator, sha256 } from './identity.ts';

const page = {
  generator,
  batch_id: batchId,
  offset: count('How many were passed over.', 0),
  limit: count('How many were asked for at most.', 100, 1),
};

/** What `GET …/records` answers. */
export const RecordPage = v.object({
  ...page,
  total: count('Lines of the batch.', 15),
  records: list(
    v.object({
      line: count('Number of the line in the batch, from 1.', 1, 1),
      raw: words(
        'The line as it was published, without its newline; bytes that are no UTF-8 show as U+FFFD.',
        '{"event_id":"…","event_type":"delivered"}',
      ),
      record: anything(
        'What the line says, as JSON; null where it is none. A defect may be in any part of it.',
        { event_id: '…', event_type: 'delivered' },
      ),
    }),
    'Lines in the order of the file.',
  ),
});

/** A line of the answer key. */
export const Defect = v.pipe(
  v.object({
    defect_id: words('`<generator>:<batch_id>:<line>`', 'driver:20251109T120000Z:4'),
    generator,
    batch_id: batchId,
    line: count('Number of the dirty line in the batch, from 1.', 4, 1),
    byte_offset: count('Of the line’s first byte in the batch, in bytes.', 882),
    byte_length: count('Of the line without its newline, in bytes.', 270),
    raw_sha256: sha256('those bytes'),
    record_id: words(
      'The `event_id` or `company_id` of the clean record.',
      '0d9f2c1e-8a4b-4c6d-9e0f-1a2b3c4d5e6f',
    ),
    kind: defectKind,
    dimension: choice(
      ['completeness', 'validity', 'consistency', 'uniqueness', 'accuracy'],
      'Which property of good data it breaks.',
      'completeness',
    ),
    scope: choice(
      ['row', 'batch', 'reference', 'history', 'bytes'],
      'How much one must look at to see it: the row, its batch, other files, the driver’s past, or raw bytes.',
      'row',
    ),
    fields: list(words('`location.lat` style.', 'event_type'), 'Fields that are no longer right.'),
    ops: list(
      v.object({
        op: choice(['replace', 'remove', 'add', 'copy', 'bytes'], 'What was done.', 'remove'),
        path: words(
          'A JSON Pointer into the record, with `#` behind it for the key itself; `line/41` of a copy, `byte/57` of bytes.',
          '/event_type',
        ),
        before: anything('What was there; null for nothing.', 'delivered'),
        after: anything('What is there now; null for nothing.', null),
      }),
      'From the clean line to the published one, in order; undone in reverse.',
    ),
  }),
  v.description('A line of the answer key: one defect, by where its line stands.'),
) satisfies SchemaOf<KeyLine>;

/** What `GET …/issues` answers. */
export const IssuePage = v.object({
  ...page,
  total: count('Defects of the batch.', 3),
  issues: list(Defect, 'Defects in line order.'),
});
