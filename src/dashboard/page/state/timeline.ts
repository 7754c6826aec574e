import { signal } from '@preact/signals';
import type { BatchGenerated, Fact, StageReported } from '../../../events/facts.ts';

/** So many batches of each generator are kept, the newest; and as many reports of every stage. */
const KEPT = 500;

/** What has happened of late, as the stream tells it: oldest first. */
export type Timeline = {
  readonly company: readonly BatchGenerated[];
  readonly driver: readonly BatchGenerated[];
  readonly stages: readonly StageReported[];
  /** How often batches were deleted since the page was opened. */
  readonly cleans: number;
};

export const EMPTY: Timeline = { company: [], driver: [], stages: [], cleans: 0 };

export const timeline = signal<Timeline>(EMPTY);

/** The timeline after some more facts. */
export function fold(timeline: Timeline, facts: readonly Fact[]): Timeline {
  return facts.reduce(after, timeline);
}

function after(timeline: Timeline, fact: Fact): Timeline {
  switch (fact.event) {
    case 'batch_generated': {
      const kept = isOfANewDataset(timeline, fact) ? withoutMode(timeline, null) : timeline;
      return { ...kept, [fact.generator]: [...kept[fact.generator], fact].slice(-KEPT) };
    }
    case 'stage':
      return { ...timeline, stages: [...timeline.stages, fact].slice(-3 * KEPT) };
    case 'lifecycle':
      return fact.action === 'clean' ? withoutMode(timeline, fact.mode ?? null) : timeline;
  }
}

/** Numbers begin again at 1 where everything was deleted, by a clean or by hand. */
function isOfANewDataset(timeline: Timeline, { generator, batch_number }: BatchGenerated): boolean {
  const newest = timeline[generator].at(-1);
  return newest !== undefined && batch_number <= newest.batch_number;
}

/** @param mode null: nothing is left */
function withoutMode(timeline: Timeline, mode: BatchGenerated['mode'] | null): Timeline {
  const cleans = timeline.cleans + 1;
  if (mode === null) return { ...EMPTY, cleans };
  const company = timeline.company.filter((batch) => batch.mode !== mode);
  const driver = timeline.driver.filter((batch) => batch.mode !== mode);
  const ids = { company: new Set(company.map(idOf)), driver: new Set(driver.map(idOf)) };
  return {
    company,
    driver,
    stages: timeline.stages.filter((stage) => ids[stage.generator].has(idOf(stage))),
    cleans,
  };
}

function idOf({ batch_id }: { batch_id: string }): string {
  return batch_id;
}

/** The pipelines that have reported stages, in order of their names. */
export function pipelinesOf({ stages }: Timeline): string[] {
  return [...new Set(stages.map(({ pipeline }) => pipeline))].sort();
}
