import { BACKFILL } from './backfill.ts';
import { CPU } from './cpu.ts';
import { DEFECTS } from './defects.ts';
import { ENCODE } from './encode.ts';
import type { Section } from './figure.ts';
import { HEALTH } from './health.ts';
import { LATENESS } from './lateness.ts';
import { LEDGER } from './ledger.ts';
import { MEMORY } from './memory.ts';
import { POOL } from './pool.ts';
import { START_UP } from './start_up.ts';

/** All that the bench measures, in the order in which it does. */
export const SECTIONS: readonly Section[] = [
  ENCODE,
  DEFECTS,
  BACKFILL,
  HEALTH,
  LATENESS,
  CPU,
  START_UP,
  MEMORY,
  POOL,
  LEDGER,
];
