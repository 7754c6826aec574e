import type { Ledger } from '../../src/ledger/ledger.ts';
import { LEDGER_READS } from '../fakes/mortal.ts';
import type { Fate } from './fate.ts';
import type { Weather } from './weather.ts';

/** A ledger on a disk that may refuse its changes: each is made whole or not at all. */
export function faultyLedger(ledger: Ledger, path: string, weather: Weather, fate: Fate): Ledger {
  return new Proxy(ledger, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (!LEDGER_READS.has(String(name))) weather.endureChange(path, String(name));
        const result = value.apply(target, args);
        if (name === fate.lastChange) fate.changesToCome = 0;
        return result;
      };
    },
  });
}
