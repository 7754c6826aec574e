import { signal } from '@preact/signals';
import { type Route, routeOf } from './address.ts';

export const route = signal<Route>({ view: 'overview' });

export function startRouting(): void {
  const follow = () => {
    route.value = routeOf(location.hash);
  };
  addEventListener('hashchange', follow);
  follow();
}
