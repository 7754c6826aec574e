import { type Answer, operation } from '../openapi/operation.ts';

const header = (description: string) => ({ description, schema: { type: 'string' } });
const parameter = (name: string, description: string) =>
  ({ in: 'header', name, description, schema: { type: 'string' } }) as const;
const HEADERS = {
  ETag: header('SHA-256 of the batch, in hex and quotes.'),
  'Accept-Ranges': header('`bytes`'),
};
const LINES: Answer['content'] = {
  'application/x-ndjson': { schema: { type: 'string' }, example: '{"event_id":"…"}\n' },
};

export const getRaw = operation({
  id: 'getRaw',
  tag: 'Batches',
  summary: 'Bytes of a batch',
  description: 'As they were published: JSON Lines, but for what defects have made of them.',
  parameters: [
    parameter('Range', 'One range of bytes, as `bytes=0-99`; several, or what is none, count for nothing.'),
    parameter('If-Range', 'The `ETag` that `Range` is of; with another, all of it comes.'),
    parameter('If-None-Match', 'The `ETag` of an earlier answer.'),
  ],
  answers: {
    200: { description: 'The whole batch.', content: LINES, headers: HEADERS },
    206: {
      description: 'The range that was asked for.',
      content: LINES,
      headers: { ...HEADERS, 'Content-Range': header('Which bytes these are, as `bytes 0-99/4410`.') },
    },
    304: { description: 'It is still what `If-None-Match` names.', headers: { ETag: HEADERS.ETag } },
  },
  problems: [
    'invalid_parameter',
    'batch_not_found',
    'batch_removed',
    'foreign_bytes',
    'range_not_satisfiable',
    'too_many_clients',
    'storage_failed',
  ],
});
