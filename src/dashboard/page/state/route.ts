import { signal } from '@preact/signals';
import type { Generator } from '../../../plan/batch.ts';

/** What of the dashboard is shown; behind the `#` of the address, so that it can be linked to. */
export type Route =
  | { readonly view: 'overview' }
  | { readonly view: 'batches' }
  | { readonly view: 'batch'; readonly generator: Generator; readonly batchId: string }
  | { readonly view: 'log' };

/** `#/batches/driver/20261125T090730Z` and so on; anything else is the overview. */
export function routeOf(hash: string): Route {
  const [, view, generator, batchId] = hash.split('/');
  if (view === 'log') return { view };
  if (view !== 'batches') return { view: 'overview' };
  const isGenerator = generator === 'company' || generator === 'driver';
  return isGenerator && batchId ? { view: 'batch', generator, batchId } : { view };
}

export function hashOf(generator: Generator, batchId: string): string {
  return `#/batches/${generator}/${batchId}`;
}

export const route = signal<Route>({ view: 'overview' });

export function startRouting(): void {
  const follow = () => {
    // An anchor within the page, such as the link that skips to the content, is no view.
    if (location.hash === '' || location.hash.startsWith('#/')) route.value = routeOf(location.hash);
  };
  addEventListener('hashchange', follow);
  follow();
}
