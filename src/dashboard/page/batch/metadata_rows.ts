import type { BatchDetails } from '../api/batch_details.ts';
import { bytes, count, instant, microseconds, milliseconds, NOTHING, words } from '../format.ts';

type Field = Exclude<keyof BatchDetails, 'issues' | 'stages'>;

/** How values are told that would not speak for themselves. */
const TOLD: { readonly [F in Field]?: (value: NonNullable<BatchDetails[F]>) => string } = {
  interval_start: (time) => `${instant(time)} UTC`,
  interval_end: (time) => `${instant(time)} UTC`,
  published_at: (time) => `${instant(time)} UTC`,
  record_count: count,
  valid_count: count,
  corrupted_count: count,
  bytes: (size) => `${count(size)} (${bytes(size)})`,
  generation_ms: milliseconds,
  lateness_us: microseconds,
};

/** Every field of a batch's details, as `[name, value]`, but for the lists in it. */
export function metadataRows({ issues: _, stages: __, ...fields }: BatchDetails): [string, string][] {
  return Object.entries(fields).map(([name, value]) => {
    const tell = TOLD[name as Field] as ((value: unknown) => string) | undefined;
    const shown = value === null ? NOTHING : (tell?.(value) ?? String(value));
    // The unit is told with the value.
    return [words(name.replace(/_[mu]s$/, '')), shown];
  });
}
