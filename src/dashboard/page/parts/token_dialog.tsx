import { useSignal } from '@preact/signals';
import { giveToken, wanted } from '../state/session.ts';
import { Dialog } from './dialog.tsx';

/** Asks for the token while the service wants one. */
export function TokenDialog() {
  const text = useSignal('');
  if (wanted.value === 'no') return null;
  return (
    <Dialog title="Token required" onClose={null}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim() !== '') giveToken(text.value.trim());
        }}
      >
        <p>
          This service is guarded: it wants the value of <code>TACHOGRAPH_API_TOKEN</code>. It is kept until
          this tab is closed.
        </p>
        {wanted.value === 'refused' && (
          <p class="error" role="alert">
            That token was refused.
          </p>
        )}
        <label>
          Token
          <input
            type="password"
            autocomplete="off"
            required
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <div class="actions">
          <button type="submit" class="primary">
            Connect
          </button>
        </div>
      </form>
    </Dialog>
  );
}
