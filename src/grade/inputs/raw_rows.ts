import type { Contents } from './contents.ts';
import type { Gathering } from './gathering.ts';
import { identityOf, isIdentified, sha256 } from './row_identity.ts';

/**
 * Rejected rows as JSON Lines, as they were published or as the pipeline wrote them anew: one {@link Rejected} a line. A line
 * that is no JSON was torn when it was published, and has its hash alone.
 */
export function readRawRows({ name, rows, endsInNewline }: Contents, found: Gathering): void {
  found.note('Rows alone tell no rule, field or kind, and every line was taken for a rejected row.');
  for (const { record, bytes, place } of rows) {
    const raw_sha256 = sha256(bytes!);
    if (record === null) {
      found.tally('Lines that are no JSON', 'They were taken for torn rows, known by their hash alone.');
      found.reject({ raw_sha256 });
      continue;
    }
    const identity = identityOf(name, place, record, found);
    if (!isIdentified(identity))
      found.tally('Rows that show no id', 'They are known by their hash alone: as published, or not at all.');
    // What Spark kept of a line that it could not parse is nearer to what was published than Spark's own row.
    found.reject({ raw_sha256, ...identity });
  }
  if (rows.at(-1)?.record === null && !endsInNewline)
    found.note(
      'The last line is no JSON and has no newline: if the file was cut there, the row is not one that was published.',
    );
}
