import { Hono } from 'hono';
import * as v from 'valibot';
import type { StageReported } from '../events/facts.ts';
import type { StageReport } from '../ledger/feedback.ts';
import { STAGE_STATUSES, STAGES } from '../ledger/schema.ts';
import { jsonBody } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { instant, oneOf, path, pipelineName, valid, wholeNumber } from './input.ts';
import { iso } from './instant.ts';

/** The body of a stage report. */
export const StageBody = v.strictObject({
  pipeline: v.optional(pipelineName(), 'default'),
  stage: oneOf('stage', STAGES),
  status: oneOf('status', STAGE_STATUSES),
  at: v.optional(instant('at')),
  accepted: v.optional(wholeNumber('accepted')),
  rejected: v.optional(wholeNumber('rejected')),
});

/** `POST /api/batches/{generator}/{batch_id}/stages`: a pipeline says that a batch reached a layer. */
export function stages({ engine, history, feedback, bus, nowMs }: ApiDeps): Hono {
  const app = new Hono();
  app.post('/api/batches/:generator/:batch_id/stages', path(BatchPath), async (c) => {
    const { generator, batch_id } = c.req.valid('param');
    const batch = findBatch({ engine, history }, generator, batch_id);
    const body = valid(StageBody, await jsonBody(c.req.raw));
    const atMs = body.at ?? nowMs();
    const report: StageReport = {
      batch: batch.id,
      pipeline: body.pipeline,
      stage: body.stage,
      status: body.status,
      atMs,
      accepted: body.accepted ?? null,
      rejected: body.rejected ?? null,
      latencyMs: atMs - batch.publishedAt!,
    };
    const timestamp = nowMs();
    const view = stageView(report);
    const fact: StageReported = {
      event: 'stage',
      timestamp: new Date(timestamp).toISOString(),
      generator,
      batch_id,
      ...view,
    };
    bus.tell(fact, feedback.reportStage(report, { atMs: timestamp, type: 'stage', payload: fact }));
    return c.json({ success: true, generator, batch_id, ...view, timestamp: iso(timestamp) });
  });
  return app;
}

export function stageView({ pipeline, stage, status, atMs, accepted, rejected, latencyMs }: StageReport) {
  const at = new Date(atMs).toISOString();
  return { pipeline, stage, status, at, accepted, rejected, latency_ms: latencyMs };
}
