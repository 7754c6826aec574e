import type { HealthView } from '../../../api/health.ts';
import { clock, duration } from '../format.ts';
import { type Connection, connection } from '../state/connection.ts';
import { health, serviceNowMs } from '../state/health.ts';
import { nowMs } from '../state/ticker.ts';

/** One sentence on how things are; always there, so that nothing moves when it changes. */
export function StatusLine() {
  const { kind, text } = sentence(connection.value, health.value);
  return (
    <div class={`status-line is-${kind}`} role="status" data-testid="status-line">
      {text}
    </div>
  );
}

type Sentence = { readonly kind: string; readonly text: string };

function sentence(connected: Connection, view: HealthView | null): Sentence {
  if (connected.kind === 'gone') {
    const text = `No answer since ${clock(new Date(connected.sinceMs).toISOString())} UTC (${ago(connected.sinceMs, nowMs.value)}): what is shown is from before, what is missed comes later.`;
    return { kind: 'gone', text };
  }
  if (connected.kind === 'locked') return { kind: 'gone', text: 'The service wants a token.' };
  if (connected.kind === 'connecting' || view === null) return { kind: 'unknown', text: 'Connecting…' };
  const [problem, ...others] = view.problems;
  if (problem !== undefined) {
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return { kind: 'degraded', text: `Degraded since ${since(problem.since)}: ${problem.message}${more}` };
  }
  if (view.lifecycle.paused) {
    return { kind: 'paused', text: `Paused since ${since(view.lifecycle.since)}: nothing becomes visible.` };
  }
  if (view.company_generator.total_batches + view.driver_generator.total_batches === 0) {
    return { kind: 'running', text: 'No data yet: the first batches come within seconds.' };
  }
  return { kind: 'running', text: 'Running: batches are published on schedule.' };
}

/** `12:00:10 UTC (3 min 20 s ago)` */
function since(time: string): string {
  return `${clock(time)} UTC (${ago(Date.parse(time), serviceNowMs.value)})`;
}

function ago(fromMs: number, toMs: number): string {
  return `${duration(Math.max(0, toMs - fromMs) / 1000)} ago`;
}
