import { operation } from '../openapi/operation.ts';

/** One of its events: so tools read the schema of a stream. */
const EVENT = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Of a fact: its number in the ledger.', pattern: '^\\d+$' },
    event: {
      type: 'string',
      description: 'Which event it is.',
      enum: ['batch_generated', 'lifecycle', 'stage', 'grade', 'log', 'log_lost'],
    },
    data: {
      type: 'string',
      description: 'JSON: the `data` of a `StreamMessage`.',
      contentMediaType: 'application/json',
    },
  },
  required: ['event', 'data'],
};
const EXAMPLE = [
  'retry: 1000',
  '',
  'id: 1234',
  'event: lifecycle',
  'data: {"event":"lifecycle","timestamp":"2025-11-09T12:00:13.200Z","action":"pause","status":"paused"}',
  '',
  '',
].join('\n');

export const followStream = operation({
  id: 'followStream',
  tag: 'Service',
  summary: 'What happens, as it happens',
  description:
    'As Server-Sent Events, or over a WebSocket where the request asks to upgrade (version 13, subprotocol `tachograph`). `batch_generated`, `lifecycle` and `stage` are facts of the ledger: they have ids and come again. `log`, `grade` and `log_lost` come live and have none.\n\nIt begins with what happens now; behind the fact that `Last-Event-ID` or `last_event_id` names; or `last` facts back, which goes without `last_event_id`. After 15 s of silence comes a heartbeat. What a WebSocket’s client says is ignored, in messages of 1 KiB at most.',
  answers: {
    101: { description: 'A WebSocket: each message is a `StreamMessage` in JSON.' },
    200: {
      description:
        'Events without end. `id` (facts only), `event` and `data` are those of a `StreamMessage`; a heartbeat is a comment.',
      content: { 'text/event-stream': { schema: EVENT, example: EXAMPLE } },
    },
  },
  problems: [
    'invalid_parameter',
    'invalid_handshake',
    'origin_not_allowed',
    'websocket_version',
    'too_many_clients',
    'storage_failed',
  ],
});
