import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { CleanAnswer } from '../../../api/schemas/clean.ts';
import type { AnswerOf } from '../../../api/schemas/fields.ts';
import { postJson } from '../api/request.ts';
import { bytes, counted } from '../format.ts';
import { askHealthNow, health } from '../state/health.ts';
import { tell } from '../state/notice.ts';
import { timeline } from '../state/timeline.ts';
import { Dialog } from './dialog.tsx';

/** What a clean deletes, or would delete. */
type Cleaned = AnswerOf<typeof CleanAnswer>;

const CHOICES = [
  { value: '', text: 'everything' },
  { value: 'emulated', text: 'emulated batches only' },
  { value: 'production', text: 'production batches only' },
] as const;

/** Says what will go, and lets it go once that is confirmed. */
export function CleanDialog({ onClose }: { onClose: () => void }) {
  const mode = useSignal<string>('');
  const preview = useSignal<Cleaned | null>(null);
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const isPaused = useComputed(() => health.value?.lifecycle.paused ?? false);

  useSignalEffect(() => {
    const asked = mode.value;
    // Somebody else may clean or resume meanwhile.
    void timeline.value.cleans;
    void isPaused.value;
    preview.value = null;
    problem.value = null;
    postJson<Cleaned>(`/api/clean?dry_run=true${modeQuery(asked)}`)
      .then((answer) => {
        if (mode.peek() === asked) preview.value = answer;
      })
      .catch((error: Error) => {
        problem.value = error.message;
      });
  });

  const clean = async () => {
    isBusy.value = true;
    problem.value = null;
    try {
      const { deleted_count, errors } = await postJson<Cleaned>(`/api/clean?${modeQuery(mode.value)}`);
      if (errors.length > 0) throw new Error(errors.join('; '));
      tell({ kind: 'done', text: `Cleaned: ${counted(deleted_count, 'item', 'items')} deleted` });
      onClose();
    } catch (error) {
      problem.value = (error as Error).message;
    } finally {
      isBusy.value = false;
      askHealthNow();
    }
  };

  const total = preview.value && preview.value.summary.company_batches + preview.value.summary.driver_batches;
  return (
    <Dialog title="Clean the data folder" onClose={onClose}>
      <fieldset>
        <legend>Delete</legend>
        {CHOICES.map(({ value, text }) => (
          <label key={value}>
            <input
              type="radio"
              name="mode"
              value={value}
              checked={mode.value === value}
              onChange={() => {
                mode.value = value;
              }}
            />
            {text}
          </label>
        ))}
      </fieldset>
      <div class="preview" aria-live="polite">
        {preview.value ? <Preview answer={preview.value} /> : <p>Looking what there is…</p>}
      </div>
      <p class="muted">The ledger and the logs stay. Numbers begin at 1 again after everything is deleted.</p>
      {!isPaused.value && (
        <p class="error" role="alert">
          Somebody has resumed meanwhile: a clean wants a pause.
        </p>
      )}
      {problem.value && (
        <p class="error" role="alert">
          {problem.value}
        </p>
      )}
      <div class="actions">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="danger"
          disabled={isBusy.value || !total || !isPaused.value}
          onClick={clean}
        >
          {total ? `Delete ${counted(total, 'batch', 'batches')}` : 'Delete'}
        </button>
      </div>
    </Dialog>
  );
}

function modeQuery(mode: string): string {
  return mode === '' ? '' : `&mode=${mode}`;
}

function Preview({ answer }: { answer: Cleaned }) {
  const { company_batches, driver_batches, records, bytes: size } = answer.summary;
  if (company_batches + driver_batches === 0) return <p>There is nothing to delete.</p>;
  return (
    <p>
      This deletes {counted(company_batches, 'company batch', 'company batches')} and{' '}
      {counted(driver_batches, 'driver batch', 'driver batches')} with {counted(records, 'record', 'records')}{' '}
      ({bytes(size)}), their answer keys and their metadata.
    </p>
  );
}
