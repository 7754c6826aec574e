import { signal } from '@preact/signals';
import { type Route, routeOf } from './address.ts';

export const route = signal<Route>({ view: 'overview' });

export function startRouting(): void {
  const follow = () => {
    // An anchor within the page, such as the link that skips to the content, is no view.
    if (location.hash === '' || location.hash.startsWith('#/')) route.value = routeOf(location.hash);
  };
  addEventListener('hashchange', follow);
  follow();
}
