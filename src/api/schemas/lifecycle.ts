import * as v from 'valibot';
import { list, time, words } from './fields.ts';
import { AutoReinit } from './health.ts';

/** What `POST /api/pause` answers. */
export const Paused = v.object({
  success: v.literal(true),
  action: v.literal('pause'),
  status: v.literal('paused'),
  timestamp: time('Now.'),
  message: words('For people.', 'Paused: no batch becomes visible until POST /api/resume'),
});

/** What `POST /api/resume` answers. */
export const Resumed = v.object({
  success: v.literal(true),
  action: v.literal('resume'),
  status: v.literal('running'),
  timestamp: time('Now.'),
  message: words('For people.', 'Resumed: batches are published on schedule'),
  extra: v.object({
    baseline_actions: list(
      words('`company_batch` or `driver_batch`.', 'driver_batch'),
      'What was published to begin with.',
    ),
  }),
  auto_reinit: AutoReinit,
});
