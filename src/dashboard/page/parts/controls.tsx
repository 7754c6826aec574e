import { useSignal } from '@preact/signals';
import type { AnswerOf } from '../../../api/schemas/fields.ts';
import type { Paused, Resumed } from '../../../api/schemas/lifecycle.ts';
import { postJson } from '../api/request.ts';
import { connection } from '../state/connection.ts';
import { askHealthNow, health } from '../state/health.ts';
import { tell } from '../state/notice.ts';
import { CleanDialog } from './clean_dialog.tsx';

type LifecycleAnswer = AnswerOf<typeof Paused> | AnswerOf<typeof Resumed>;

/** Pause, resume, clean. */
export function Controls() {
  const isBusy = useSignal(false);
  const isCleaning = useSignal(false);
  const isPaused = health.value?.lifecycle.paused ?? false;
  const isAway = connection.value.kind !== 'live' || health.value === null;

  // A button that was disabled meanwhile would lose the focus.
  const ask = async (path: string) => {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      const answer = await postJson<LifecycleAnswer>(path);
      const made = answer.action === 'resume' ? answer.extra.baseline_actions : [];
      tell({ kind: 'done', text: [answer.message, ...made].join(' · ') });
    } catch (error) {
      tell({ kind: 'failed', text: (error as Error).message });
    } finally {
      isBusy.value = false;
      askHealthNow();
    }
  };

  return (
    <div class="controls">
      <button
        type="button"
        disabled={isAway}
        aria-busy={isBusy.value}
        onClick={() => ask(isPaused ? '/api/resume' : '/api/pause')}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <button
        type="button"
        disabled={isAway || !isPaused}
        title={isPaused ? undefined : 'Only while paused'}
        onClick={() => {
          isCleaning.value = true;
        }}
      >
        Clean…
      </button>
      {isCleaning.value && (
        <CleanDialog
          onClose={() => {
            isCleaning.value = false;
          }}
        />
      )}
    </div>
  );
}
