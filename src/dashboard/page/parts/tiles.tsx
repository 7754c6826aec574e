import type { ComponentChildren } from 'preact';
import type { Generator } from '../../../plan/batch.ts';
import { count, microseconds, NOTHING, percent } from '../format.ts';
import { connection } from '../state/connection.ts';
import { health, serviceNowMs } from '../state/health.ts';
import { nextBatch } from '../state/next_batch.ts';

/** The figures that people look at first. */
export function Tiles() {
  const view = health.value;
  const company = view?.company_generator;
  const driver = view?.driver_generator;
  const lateness = view?.lateness_us;
  return (
    <section class="tiles" aria-label="Key figures">
      <NextBatch generator="company" />
      <NextBatch generator="driver" />
      <Tile name="Batches" testId="batches" detail="company · driver">
        {company && driver ? `${count(company.total_batches)} · ${count(driver.total_batches)}` : NOTHING}
      </Tile>
      <Tile name="Per minute" testId="per-minute" detail="company · driver">
        {company && driver ? `${company.batches_per_minute} · ${driver.batches_per_minute}` : NOTHING}
      </Tile>
      <Tile
        name="Records"
        testId="records"
        detail={view ? `${percent(view.quality.rate)} corrupted` : NOTHING}
      >
        {view ? count(view.quality.records) : NOTHING}
      </Tile>
      <Tile
        name="Lateness p99"
        testId="lateness"
        detail={lateness ? `p50 ${microseconds(lateness.p50)}, max ${microseconds(lateness.max)}` : NOTHING}
      >
        {lateness ? microseconds(lateness.p99) : NOTHING}
      </Tile>
    </section>
  );
}

type TileProps = { name: string; testId: string; detail: ComponentChildren; children: ComponentChildren };

function Tile({ name, testId, detail, children }: TileProps) {
  return (
    <div class="tile" data-testid={testId}>
      <h2>{name}</h2>
      <p class="figure">{children}</p>
      <p class="detail">{detail}</p>
    </div>
  );
}

/** A batch that is due was told of by now, unless the service is degraded or gone. */
const OVERDUE_MS = 2000;

/** Counts down to a generator's next batch. */
function NextBatch({ generator }: { generator: Generator }) {
  // Nobody knows what a service does that does not answer.
  const next = connection.value.kind === 'live' ? nextBatch(generator) : null;
  const intervalMs = next?.intervalMs ?? Number.POSITIVE_INFINITY;
  // The ticker is a moment behind the stream, so a batch that has just come would seem more than an interval away.
  const leftMs = next && Math.min(intervalMs, Math.max(0, next.dueMs - serviceNowMs.value));
  const name = `Next ${generator} batch`;
  if (leftMs === null) {
    const isPaused = health.value?.lifecycle.paused;
    return (
      <Tile name={name} testId={`next-${generator}`} detail={isPaused ? 'while paused, none' : NOTHING}>
        {isPaused ? 'paused' : NOTHING}
      </Tile>
    );
  }
  return (
    <Tile
      name={name}
      testId={`next-${generator}`}
      detail={
        <progress
          max={1}
          value={Number.isFinite(intervalMs) ? 1 - leftMs / intervalMs : 0}
          aria-label={`Progress to the ${name.toLowerCase()}`}
        />
      }
    >
      {serviceNowMs.value - next!.dueMs > OVERDUE_MS ? 'overdue' : countdown(leftMs)}
    </Tile>
  );
}

/** `7 s`, `12:05`, `1:00:00` of milliseconds */
function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const pad = (value: number) => `${value}`.padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}
