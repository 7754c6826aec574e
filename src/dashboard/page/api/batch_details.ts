import type { BatchDetail } from '../../../api/schemas/batch.ts';
import type { AnswerOf } from '../../../api/schemas/fields.ts';

/** What `GET /api/batches/{generator}/{batch_id}` answers. */
export type BatchDetails = AnswerOf<typeof BatchDetail>;
