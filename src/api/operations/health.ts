import { json, operation } from '../openapi/operation.ts';
import { Health } from '../schemas/health.ts';

export const getHealth = operation({
  id: 'getHealth',
  tag: 'Service',
  summary: 'How the service is',
  description:
    'Always 200, whatever is wrong: probes that want a status ask `/readyz`. Totals count the dataset, that is since the last full clean; `run_id` and `uptime` are of the process.',
  answers: { 200: json('How it is, and what it has published.', Health) },
  problems: ['storage_failed'],
});
