import { EventLines } from '../../src/encode/event_lines.ts';
import type { LineBuffer } from '../../src/encode/line_buffer.ts';
import type { EventStripe } from '../../src/fleet/event_stripe.ts';
import type { EligibleCompanies } from '../../src/fleet/pool.ts';

const source = new EventLines();

/** The lines of a stripe in our way, as a view of `lines`, whose memory is used again. */
export function ourLines(
  lines: LineBuffer,
  events: EventStripe,
  companies: EligibleCompanies,
  startMs: number,
): Uint8Array {
  lines.clear();
  source.open(events, companies, startMs);
  source.writeLines(lines, 0, events.count);
  return lines.view();
}
