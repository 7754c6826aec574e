import type { Generator } from '../../../plan/batch.ts';
export function Batch({ generator, batchId }: { generator: Generator; batchId: string }) {
  return (
    <p>
      {generator} {batchId}
    </p>
  );
}
