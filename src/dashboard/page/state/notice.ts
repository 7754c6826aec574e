import { signal } from '@preact/signals';

/** The result of what somebody asked for. */
export type Notice = { readonly kind: 'done' | 'failed'; readonly text: string };

const SHOWN_MS = 8000;

export const notice = signal<Notice | null>(null);

/** Shows a result; what went wrong stays until it is dismissed. */
export function tell(next: Notice): void {
  notice.value = next;
  if (next.kind === 'failed') return;
  setTimeout(() => {
    if (notice.value === next) notice.value = null;
  }, SHOWN_MS);
}
