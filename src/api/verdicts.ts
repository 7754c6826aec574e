import { Hono } from 'hono';
import { nanoid } from 'nanoid';
import { jsonValues } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { valid } from './input.ts';
import { iso } from './instant.ts';
import { submitVerdicts } from './operations/verdicts.ts';
import { ApiProblem } from './problem.ts';
import { Quota } from './quota.ts';
import type { AnswerOf } from './schemas/fields.ts';
import { type SubmittedAnswer, VerdictBody } from './schemas/verdicts.ts';
import { Submissions } from './submissions.ts';

export const VERDICTS_PATH = '/api/verdicts';
const BODY_LIMITS = { bytes: 64 * 1024 * 1024, wayOut: 'send the verdicts of some batches at a time' };
/** Verdicts are kept until the last of a body has come; bodies may have so many bytes together. */
const BODIES_BYTES = 2 * BODY_LIMITS.bytes;

/** `POST /api/verdicts`: what a pipeline found wrong, as JSON Lines or a JSON array. */
export function verdicts(deps: ApiDeps): Hono {
  const { nowMs } = deps;
  const app = new Hono();
  const memory = new Quota(
    BODIES_BYTES,
    `others are sending ${BODIES_BYTES} bytes of verdicts, no more are read at a time: try again later`,
  );
  const submit = async (request: Request) => {
    const submissions = new Submissions(deps, nanoid);
    const share = memory.share();
    try {
      for await (const { number, value } of jsonValues(request, BODY_LIMITS, share)) {
        submissions.add(valid(VerdictBody, value, `verdict ${number}: `));
      }
      if (submissions.isEmpty) {
        const detail = 'the body has no verdicts: send one JSON object a line, or a JSON array of them';
        throw new ApiProblem('no_verdicts', detail);
      }
      return await submissions.submit(nowMs());
    } finally {
      share.end();
    }
  };
  app.post(VERDICTS_PATH, submitVerdicts, async (c) => {
    const { batches, refused } = await submit(c.req.raw);
    if (batches.length === 0) throw refused[0]!.problem;
    const answer: AnswerOf<typeof SubmittedAnswer> = {
      success: refused.length === 0,
      accepted: batches.reduce((sum, each) => sum + each.verdicts, 0),
      batches,
      refused: refused.map(({ problem, ...rest }) => ({
        ...rest,
        error: problem.code,
        detail: problem.message,
      })),
      timestamp: iso(nowMs()),
    };
    return c.json(answer);
  });
  return app;
}
