import type { CleanRecord } from './clean_record.ts';
import type { Op } from './op.ts';

/**
 * The clean line after a `replace`, `remove` or `add` below its root: what {@link editRecord} and JSON.stringify make of it, in a
 * third of the time.
 */
export function editLine(record: CleanRecord, { op, path, after }: Op): string {
  const { text } = record;
  // A key that comes in is none of the known ones, so it stands last.
  if (op === 'add') return `${text.slice(0, -1)},"${path.slice(1)}":${JSON.stringify(after)}}`;
  if (path.endsWith('#')) {
    const { key, value } = record.spanOf(path.slice(0, -1));
    return `${text.slice(0, key)}"${after}":${text.slice(value)}`;
  }
  const { key, value, end } = record.spanOf(path);
  if (op === 'replace') return text.slice(0, value) + JSON.stringify(after) + text.slice(end);
  return text[end] === ','
    ? text.slice(0, key) + text.slice(end + 1)
    : text.slice(0, key - 1) + text.slice(end);
}
