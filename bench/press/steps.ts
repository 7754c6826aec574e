import { createHash } from 'node:crypto';
import { DefectInjector } from '../../src/defects/injector.ts';
import { EventLines } from '../../src/encode/event_lines.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import { drawEventCount } from '../../src/fleet/event_count.ts';
import { TimeOrder } from '../../src/fleet/time_order.ts';
import { TripPlanner } from '../../src/fleet/trip_planner.ts';
import { uuidText } from '../../src/fleet/uuid.ts';
import { lengthOf } from '../../src/plan/interval.ts';
import { encodeKey, keyLinesOf } from '../../src/press/run_key.ts';
import { stripesOfJob } from '../../src/press/stripe_press.ts';
import { streamOf } from '../../src/random/stream.ts';
import type { Figure } from './figure.ts';
import type { PressJobs } from './jobs.ts';

const RUN_LINES = 1024;
/** Words that an event takes of its stripe's stream, about: four of its id, one of its instant, four of its trip's share. */
const WORDS_AN_EVENT = 9;

/**
 * ns an event of each step of the press, one step after the other over the same stripes; of each step the fastest stripe
 * counts, because other programs can only make it slower. Streams and sort are parts of the draw, measured once more alone.
 */
export function measureSteps({ clean, dirty }: PressJobs, rounds: number): Figure[] {
  const { plan, sizing, companies } = clean;
  const intervalMs = lengthOf(plan.interval);
  const planner = new TripPlanner();
  const timeOrder = new TimeOrder();
  const source = new EventLines();
  const injector = new DefectInjector();
  const [lines, emitted] = [new LineBuffer(), new LineBuffer()];
  const best = new Map<string, number>();
  let hash = createHash('sha256');

  for (let round = 0; round < rounds; round++) {
    hash = createHash('sha256');
    for (const stripe of stripesOfJob(clean)) {
      const count = drawEventCount(plan.seed, stripe, intervalMs, sizing);
      const spent = new Map<string, number>();
      const step = <T>(name: string, act: () => T): T => {
        const started = performance.now();
        const result = act();
        spent.set(name, (spent.get(name) ?? 0) + performance.now() - started);
        return result;
      };

      const stream = streamOf(plan.seed, 'bench', 'steps', stripe.index);
      const offsets = new Uint32Array(count);
      step('streams', () => {
        for (let i = 0; i < WORDS_AN_EVENT * count; i++) stream.u32();
      });
      for (let i = 0; i < count; i++) offsets[i] = stream.below(intervalMs);
      step('sort', () => timeOrder.sort(offsets, new Uint32Array(count), count, intervalMs));
      const { driversPerCompany } = sizing;
      const order = { seed: plan.seed, stripe, count, intervalMs, driversPerCompany, companies };
      const events = step('draw (streams, trips, sort)', () => planner.draw(order));
      source.open(events, companies, plan.interval.startMs);
      injector.open(source, dirty.quality, {
        generator: 'driver',
        interval: plan.interval,
        seed: plan.seed,
        stripe: stripe.index,
        companyCount: companies.count,
        companyIdAt: (i) => uuidText(companies.ids, i),
      });
      for (let firstLine = 0; firstLine < count; firstLine += RUN_LINES) {
        const to = Math.min(count, firstLine + RUN_LINES);
        lines.clear();
        step('encode', () => source.writeLines(lines, firstLine, to));
        step('sha256', () => hash.update(lines.view()));
        emitted.clear();
        const defects = step('encode + inject 5 %', () => injector.emit(emitted, to));
        step('key of 5 %', () => encodeKey(keyLinesOf(dirty, { lines: emitted, firstLine, defects }, 1, 0)));
      }
      for (const [name, ms] of spent) {
        best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, (1e6 * ms) / count));
      }
    }
  }
  const sha256 = hash.digest('hex');
  return [...best].map(([name, value]) => ({ name: `step: ${name}`, value, unit: 'ns/event', hash: sha256 }));
}
