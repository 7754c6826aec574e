import { signal } from '@preact/signals';

/** How we hear from the service. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Since when it is silent, and when we try again, in epoch ms of this machine. */
  | { readonly kind: 'gone'; readonly sinceMs: number; readonly retryMs: number }
  /** It wants a token. */
  | { readonly kind: 'locked' };

export const connection = signal<Connection>({ kind: 'connecting' });

let endWait = (): void => {};

/** Resolves when it is time to try again, `ms` from now or once somebody asks for it. */
export function waitForRetry(ms: number): Promise<void> {
  const now = Date.now();
  const sinceMs = connection.value.kind === 'gone' ? connection.value.sinceMs : now;
  connection.value = { kind: 'gone', sinceMs, retryMs: now + ms };
  return new Promise((resolve) => {
    const timeout = setTimeout(resolve, ms);
    endWait = () => {
      clearTimeout(timeout);
      resolve();
    };
  });
}

/** Tries to connect now, rather than when its time has come. */
export function retryNow(): void {
  endWait();
}
