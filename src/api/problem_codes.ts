/** Every code of an error: the status that it comes with, when it comes, and what it may say in detail. */
export const PROBLEMS = {
  invalid_parameter: {
    status: 400,
    when: 'A parameter is not what it must be; all that are wrong are named at once.',
    detail: 'limit must be an integer between 1 and 1000, got 0',
  },
  invalid_json: {
    status: 400,
    when: 'The body is not JSON, or not UTF-8. Nothing of it was kept.',
    detail: 'the body is not JSON (Unexpected end of JSON input): nothing of it was kept',
  },
  invalid_body: {
    status: 400,
    when: 'The body is JSON, but not what it must be. Nothing of it was kept.',
    detail: 'stage must be one of bronze, silver, gold, got silvr; status is missing',
  },
  no_verdicts: {
    status: 400,
    when: 'The body is empty.',
    detail: 'the body has no verdicts: send one JSON object a line, or a JSON array of them',
  },
  invalid_host: {
    status: 400,
    when: 'The request says no host, or no single one.',
    detail: 'Host must be one name or address, such as localhost:18000, got an empty text',
  },
  invalid_handshake: {
    status: 400,
    when: 'A WebSocket is asked for, but not as RFC 6455 has it.',
    detail: 'a WebSocket needs the header Connection: Upgrade, which a proxy must pass on',
  },
  unauthorized: {
    status: 401,
    when: 'The service has a token, and the request does not show it.',
    detail:
      'send Authorization: Bearer with the token that TACHOGRAPH_API_TOKEN holds where the service runs',
  },
  host_not_allowed: {
    status: 403,
    when: 'The service has no token and does not know the host that the request names.',
    detail: 'this service does not answer to the name evil.example: ask localhost or 127.0.0.1',
  },
  origin_not_allowed: {
    status: 403,
    when: 'A browser asks on behalf of a page that is not the service’s own.',
    detail:
      'POST /api/clean is refused to the page of https://evil.example: only the service’s own may do that',
  },
  issues_disabled: {
    status: 403,
    when: 'The service was started with `--no-issues`.',
    detail: 'the answer key is not served here: start without --no-issues to have it',
  },
  not_found: {
    status: 404,
    when: 'There is no such path.',
    detail: 'there is no /api/helth: GET /api lists what there is',
  },
  batch_not_found: {
    status: 404,
    when: 'The dataset has no batch of that id that is or was published.',
    detail:
      'there is no driver batch 20200101T000000Z: GET /api/batches?generator=driver lists those there are',
  },
  schema_not_found: {
    status: 404,
    when: 'There is no schema of that name.',
    detail: 'there is no schema events: those there are: company, driver_event, batch_meta',
  },
  method_not_allowed: {
    status: 405,
    when: 'The path takes other methods, which the header `Allow` lists.',
    detail: '/api/pause takes POST, got GET',
  },
  request_timeout: {
    status: 408,
    when: 'The body comes too slowly: after 15 s, 16 KiB/s is the least.',
    detail: 'the body came too slowly: after 15 s, 16384 bytes/s is the least: send it once it is complete',
  },
  pause_required: {
    status: 409,
    when: 'The service is running: pause it first.',
    detail: 'the generator must be paused before its data can be cleaned: POST /api/pause first',
  },
  foreign_bytes: {
    status: 409,
    when: 'A file holds bytes that the service did not write; what a person changed is never overwritten.',
    detail: 'raw/companies.jsonl has 5120 bytes, of which Tachograph did not write those after 4096',
  },
  batch_removed: {
    status: 410,
    when: 'The batch was published, and its file is gone.',
    detail: 'the file of driver batch 20251109T120000Z is gone, somebody has deleted it',
  },
  batch_cleaned: {
    status: 410,
    when: 'The batch was deleted by a clean.',
    detail: 'driver batch 20251109T120000Z was deleted by a clean: verdicts on it count no more',
  },
  body_too_large: {
    status: 413,
    when: 'The body has more bytes than are read.',
    detail: 'the body may have 1048576 bytes at most: send less',
  },
  too_many_verdicts: {
    status: 413,
    when: 'More verdicts on a batch than 32 a record.',
    detail: '1000 verdicts on a batch of 15 records: at most 512 are taken, earlier ones stay',
  },
  too_many_batches: {
    status: 413,
    when: 'Verdicts on more than 10,000 batches. Nothing of the body was kept.',
    detail:
      'the body names more than 10000 batches: send the verdicts of some at a time, nothing of it was kept',
  },
  range_not_satisfiable: {
    status: 416,
    when: 'The range begins beyond the end; `Content-Range` tells the size.',
    detail: 'Range must begin within the batch’s 4410 bytes, got bytes=5000-',
  },
  websocket_version: {
    status: 426,
    when: 'A WebSocket of another version than 13 is asked for.',
    detail: 'Sec-WebSocket-Version must be 13, got 8',
  },
  internal_error: {
    status: 500,
    when: 'A fault of the service; its log says more.',
    detail: 'something went wrong here: GET /api/logs says what',
  },
  not_ready: {
    status: 503,
    when: 'The first batches are not published yet, or the service is degraded.',
    detail: 'the first batches are not published yet: ask again in a few seconds',
  },
  too_many_clients: {
    status: 503,
    when: 'Others follow, download or send as much as the service can do at a time; `Retry-After` tells when to ask again.',
    detail: '1000 clients follow already: close one, or ask GET /api/batches from time to time',
  },
  dashboard_unavailable: {
    status: 503,
    when: 'The service runs from its sources without Bun, which bundles the dashboard.',
    detail: 'the dashboard comes with the binary, or is bundled by Bun: run one of them to see it',
  },
  storage_failed: {
    status: 503,
    when: 'The disk or the ledger failed; ask again later.',
    detail: 'ENOSPC: no space left on device, write',
  },
  clean_unfinished: {
    status: 503,
    when: 'A clean could not delete everything, and nothing is published on top of the rest.',
    detail:
      'a clean cannot be finished: raw/events/20251109T120000Z could not be deleted: EACCES: mend that and ask again',
  },
} as const satisfies Record<string, { status: number; when: string; detail: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemStatus = (typeof PROBLEMS)[ProblemCode]['status'];
