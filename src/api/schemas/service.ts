import * as v from 'valibot';
import { count, list, words } from './fields.ts';

/** What `GET /api` answers. */
export const Index = v.object({
  name: v.literal('tachograph'),
  version: words('Version of the service.', '0.1.0'),
  endpoints: list(words('Method and path.', 'GET /api/health'), 'Everything that can be asked.'),
});

/** What `GET /livez` and `GET /readyz` answer when all is well. */
export const Alive = v.object({ status: v.literal('alive') });
export const Ready = v.object({ status: v.literal('ready') });

/** What `GET /version` answers. */
export const VersionAnswer = v.object({
  version: words('Version of the service.', '0.1.0'),
  commit: v.nullable(words('Of the source; null where it is not known.', 'c96cee7')),
  generator_version: count('The same version and seed give the same bytes.', 2, 1),
  runtime: words('What runs it.', 'bun 1.4.5'),
});
