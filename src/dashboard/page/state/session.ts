import { signal } from '@preact/signals';

const KEY = 'tachograph.token';

/** Kept until the tab is closed. */
const token = signal(sessionStorage.getItem(KEY));

/** Whether the service wants a token that we do not have, and whether we had one that it refused. */
export const wanted = signal<'no' | 'missing' | 'refused'>('no');

/** The header that carries the token. */
export function bearer(): Record<string, string> {
  return token.value === null ? {} : { authorization: `Bearer ${token.value}` };
}

export function askForToken(): void {
  wanted.value = token.value === null ? 'missing' : 'refused';
}

/** Takes a token for the rest of the session. One that no header can carry, as with a zero-width space, is refused here already. */
export function giveToken(given: string): void {
  if (!/^[\x21-\x7e]+$/.test(given)) {
    wanted.value = 'refused';
    return;
  }
  sessionStorage.setItem(KEY, given);
  token.value = given;
  wanted.value = 'no';
}

/** Whether the service is guarded by a token, so that commands shown must carry one. */
export function hasToken(): boolean {
  return token.value !== null;
}
