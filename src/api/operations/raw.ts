import {
  type Answer,
  header,
  headerParameter,
  IF_NONE_MATCH,
  notModified,
  operation,
} from '../openapi/operation.ts';

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
    headerParameter(
      'Range',
      'One range of bytes, as `bytes=0-99`; several, or what is none, count for nothing.',
    ),
    headerParameter('If-Range', 'The `ETag` that `Range` is of; with another, all of it comes.'),
    IF_NONE_MATCH,
  ],
  answers: {
    200: { description: 'The whole batch.', content: LINES, headers: HEADERS },
    206: {
      description: 'The range that was asked for.',
      content: LINES,
      headers: { ...HEADERS, 'Content-Range': header('Which bytes these are, as `bytes 0-99/4410`.') },
    },
    304: notModified(HEADERS.ETag),
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
