import type { Connection } from './connection.ts';
import { events } from './schema.ts';

/** A fact for the bus, as it is kept. */
export type KeptEvent = { readonly atMs: number; readonly type: string; readonly payload: unknown };

/** Keeps a fact for the bus and returns its id. */
export function keep(tx: Pick<Connection, 'insert'>, { atMs, type, payload }: KeptEvent): number {
  return tx
    .insert(events)
    .values({ at: atMs, type, payload: JSON.stringify(payload) })
    .returning({ id: events.id })
    .get().id;
}
