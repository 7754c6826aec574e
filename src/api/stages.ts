import { Hono } from 'hono';
import type { StageReported } from '../events/facts.ts';
import type { StageReport } from '../ledger/feedback.ts';
import { jsonBody } from './body.ts';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { path, valid } from './input.ts';
import { iso } from './instant.ts';
import { reportStage } from './operations/stages.ts';
import type { AnswerOf } from './schemas/fields.ts';
import { type Stage, type StageAnswer, StageBody } from './schemas/stage.ts';

/** `POST /api/batches/{generator}/{batch_id}/stages`: a pipeline says that a batch reached a layer. */
export function stages({ engine, history, feedback, bus, nowMs }: ApiDeps): Hono {
  const app = new Hono();
  app.post('/api/batches/:generator/:batch_id/stages', reportStage, path(BatchPath), async (c) => {
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
    const answer: AnswerOf<typeof StageAnswer> = {
      success: true,
      generator,
      batch_id,
      ...view,
      timestamp: iso(timestamp),
    };
    return c.json(answer);
  });
  return app;
}

export function stageView(report: StageReport): AnswerOf<typeof Stage> {
  const { pipeline, stage, status, atMs, accepted, rejected, latencyMs } = report;
  const at = new Date(atMs).toISOString();
  return { pipeline, stage, status, at, accepted, rejected, latency_ms: latencyMs };
}
