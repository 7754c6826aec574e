import * as v from 'valibot';
import { LEVELS, type Level, type LogEntry } from '../../log/entry.ts';
import { choice, count, list, type SchemaOf, time, words } from './fields.ts';

/** A line of the log. */
export const Entry = v.pipe(
  v.object({
    timestamp: time('When it was said.'),
    level: choice(LEVELS, 'Severity.', 'info' satisfies Level),
    logger: words('The part of the service that speaks.', 'engine'),
    message: words('For people.', 'Driver batch 7: 15 events generated (12 valid, 3 corrupted)'),
    extra: v.pipe(
      v.record(v.string(), v.unknown()),
      v.metadata({
        description: 'What a program would want to know of it.',
        examples: [{ generator: 'driver', batch_number: 7 }],
      }),
    ),
  }),
  v.description('A line of the log.'),
) satisfies SchemaOf<LogEntry>;

/** What `GET /api/logs` answers. */
export const LogPage = v.object({
  entries: list(Entry, 'Oldest first.'),
  totalReturned: count('Number of entries here.', 1),
  nextSince: time(
    'The `since` that goes on behind these, with digits beyond the ms that tell entries of one ms apart.',
    '2025-11-09T12:00:10.000000002Z',
  ),
});
