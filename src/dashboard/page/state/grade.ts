import { computed, effect, signal } from '@preact/signals';
import type { AnswerOf } from '../../../api/schemas/fields.ts';
import type { Grade as GradeAnswer } from '../../../api/schemas/grade.ts';
import { GRADED_BATCHES } from '../../../feedback/grade_watch.ts';
import { getJson } from '../api/request.ts';
import { connection } from './connection.ts';
import { pipelinesOf, timeline } from './timeline.ts';

/** A pipeline's grade, as the API answers it and the stream tells it. */
export type Grade = AnswerOf<typeof GradeAnswer>;

const chosen = signal<string | null>(null);
const grades = signal<ReadonlyMap<string, Grade>>(new Map());

/** Those that we have heard of, in order of their names. */
export const pipelines = computed(() => pipelinesOf(timeline.value));

/** The one whose grade and latency are shown; null while none has reported. */
export const pipeline = computed(
  () => pipelines.value.find((name) => name === chosen.value) ?? pipelines.value[0] ?? null,
);

/** Its grade on driver batches; null until it is known. */
export const grade = computed(() =>
  pipeline.value === null ? null : (grades.value.get(pipeline.value) ?? null),
);

export function choosePipeline(name: string): void {
  chosen.value = name;
}

export function takeGrade(told: Grade): void {
  if (told.generator === 'driver') grades.value = new Map(grades.value).set(told.pipeline, told);
}

/** Whichever was heard of first stays, until another is chosen. */
function keepTheFirst(): void {
  effect(() => {
    if (chosen.value === null && pipeline.value !== null) chosen.value = pipeline.value;
  });
}

/** Asks for the grade whenever another pipeline is chosen, and after a cut; in between the stream tells it. */
export function startGrades(): void {
  keepTheFirst();
  effect(() => {
    const name = pipeline.value;
    if (name === null || connection.value.kind !== 'live') return;
    const query = new URLSearchParams({ pipeline: name, generator: 'driver', last: `${GRADED_BATCHES}` });
    getJson<Grade>(`/api/grade?${query}`)
      .then(takeGrade)
      .catch(() => {
        // The stream tells whether the service is gone; the next report brings the next grade.
      });
  });
}
