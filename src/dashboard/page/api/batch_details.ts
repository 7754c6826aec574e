import type { BatchView } from '../../../api/batches.ts';
import type { stageView } from '../../../api/stages.ts';
import type { DefectKind } from '../../../defects/kinds.ts';

/** What `GET /api/batches/{generator}/{batch_id}` answers. */
export type BatchDetails = BatchView & {
  readonly issues: Readonly<Partial<Record<DefectKind, number>>>;
  readonly stages: readonly ReturnType<typeof stageView>[];
};
