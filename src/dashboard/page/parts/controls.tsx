import { useSignal } from '@preact/signals';
import { postJson } from '../api/request.ts';
import { connection } from '../state/connection.ts';
import { askHealthNow, health } from '../state/health.ts';
import { tell } from '../state/notice.ts';
import { CleanDialog } from './clean_dialog.tsx';

type LifecycleAnswer = {
  readonly message: string;
  readonly extra?: { readonly baseline_actions: readonly string[] };
};

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
      const { message, extra } = await postJson<LifecycleAnswer>(path);
      tell({ kind: 'done', text: [message, ...(extra?.baseline_actions ?? [])].join(' · ') });
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
