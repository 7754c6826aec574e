import { Batch } from '../schemas/batch.ts';
import { BatchGeneratedEvent, LifecycleEvent, StageEvent, StreamMessage } from '../schemas/events.ts';
import { GradeTold } from '../schemas/grade.ts';
import { AutoReinit } from '../schemas/health.ts';
import { DefectCounts } from '../schemas/identity.ts';
import { Entry } from '../schemas/logs.ts';
import { Problem } from '../schemas/problem.ts';
import { Defect } from '../schemas/records.ts';
import { Stage } from '../schemas/stage.ts';
import { VerdictBody } from '../schemas/verdicts.ts';

/** What the document says once and refers to by name. */
export const COMPONENTS = {
  Problem,
  AutoReinit,
  LogEntry: Entry,
  Batch,
  DefectCounts,
  Defect,
  Stage,
  Verdict: VerdictBody,
  StreamMessage,
  BatchGenerated: BatchGeneratedEvent,
  Lifecycle: LifecycleEvent,
  StageReported: StageEvent,
  GradeTold,
};
