import type { Engine } from '../engine/engine.ts';
import type { Bus } from '../events/bus.ts';

/** Stops the engine after so many published batches, of both generators together, or after so many ms. */
export function stopByItself(
  engine: Engine,
  bus: Bus,
  { batches, forMs }: { readonly batches: number | null; readonly forMs: number | null },
): void {
  let published = 0;
  bus.subscribe((fact) => {
    if (fact.event === 'batch_generated' && ++published === batches) engine.stop();
  });
  if (forMs !== null) setTimeout(() => engine.stop(), forMs).unref();
}
