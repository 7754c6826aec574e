import { Hono } from 'hono';
import { nanoid } from 'nanoid';
import * as v from 'valibot';
import { DEFECT_KINDS } from '../defects/kinds.ts';
import { ACTIONS } from '../grade/verdict.ts';
import { GENERATORS } from '../plan/batch.ts';
import { jsonValues } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { oneOf, pipelineName, text, valid, wholeNumber } from './input.ts';
import { iso } from './instant.ts';
import { ApiProblem } from './problem.ts';
import { Submissions } from './submissions.ts';

export const VERDICTS_PATH = '/api/verdicts';
const BODY_LIMITS = { bytes: 64 * 1024 * 1024, wayOut: 'send the verdicts of some batches at a time' };
/** More than a batch has. */
const MOST_RECORDS = 1_000_000_000;
const KINDS = DEFECT_KINDS.map(({ kind }) => kind);

/** A verdict as a pipeline sends it. */
export const VerdictBody = v.pipe(
  v.strictObject({
    pipeline: v.optional(pipelineName(), 'default'),
    generator: v.optional(oneOf('generator', GENERATORS), 'driver'),
    batch_id: text('batch_id', 64),
    line: v.exactOptional(wholeNumber('line', 1)),
    raw_sha256: v.exactOptional(
      v.pipe(
        text('raw_sha256', 64),
        v.regex(/^[0-9a-f]{64}$/, 'raw_sha256 must be 64 hex digits in lower case'),
      ),
    ),
    event_id: v.exactOptional(text('event_id', 512)),
    kind: v.exactOptional(oneOf('kind', KINDS)),
    field: v.exactOptional(text('field', 128)),
    rule: v.exactOptional(text('rule', 256)),
    action: v.exactOptional(oneOf('action', ACTIONS)),
    count: v.exactOptional(wholeNumber('count', 0, MOST_RECORDS)),
  }),
  v.check(
    ({ line, raw_sha256, event_id, count }) =>
      line !== undefined || raw_sha256 !== undefined || event_id !== undefined || count === 0,
    'a verdict must name its record by line, raw_sha256 or event_id; or say with count 0 that the batch has none',
  ),
);

/** `POST /api/verdicts`: what a pipeline found wrong, as JSON Lines or a JSON array. */
export function verdicts(deps: ApiDeps): Hono {
  const { nowMs } = deps;
  const app = new Hono();
  app.post(VERDICTS_PATH, async (c) => {
    const submissions = new Submissions(deps, nanoid);
    for await (const { number, value } of jsonValues(c.req.raw, BODY_LIMITS)) {
      submissions.add(valid(VerdictBody, value, `verdict ${number}: `));
    }
    if (submissions.isEmpty) {
      const detail = 'the body has no verdicts: send one JSON object a line, or a JSON array of them';
      throw new ApiProblem(400, 'no_verdicts', detail);
    }
    const { batches, refused } = await submissions.submit(nowMs());
    if (batches.length === 0) throw refused[0]!.problem;
    return c.json({
      success: refused.length === 0,
      accepted: batches.reduce((sum, each) => sum + each.verdicts, 0),
      batches,
      refused: refused.map(({ problem, ...rest }) => ({
        ...rest,
        error: problem.code,
        detail: problem.message,
      })),
      timestamp: iso(nowMs()),
    });
  });
  return app;
}
