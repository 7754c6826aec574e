import { count, instant } from '../format.ts';
import { searchPattern } from '../state/log_filter.ts';
import { cutToFound } from '../state/log_search.ts';
import type { EntryLine, GapLine } from '../state/log_tail.ts';
import { Marked } from './marked.tsx';

type EntryProps = {
  line: EntryLine;
  isOpen: boolean;
  /** Whether the Tab key comes here; it does to one entry, from which the arrow keys lead on. */
  isStop: boolean;
};

/** One entry: a line, and below it, when it is open, all there is to it. */
export function Entry({ line: { key, entry, extra }, isOpen, isStop }: EntryProps) {
  const { timestamp, level, logger, message } = entry;
  const pattern = searchPattern.value;
  return (
    <>
      <div class={`entry-line is-${level}`}>
        <button
          type="button"
          class="entry-toggle"
          data-key={key}
          aria-expanded={isOpen}
          aria-label={`${instant(timestamp)} ${level} ${message}`}
          tabIndex={isStop ? 0 : -1}
        >
          <time dateTime={timestamp}>
            <span class="day">{timestamp.slice(0, 10)} </span>
            {timestamp.slice(11, 19)}
            <span class="ms">{timestamp.slice(19, 23)}</span>
          </time>
        </button>
        <span class="level">{level}</span>
        <span class="logger">
          <Marked text={logger} pattern={pattern} />
        </span>
        <span class="said">
          <span class="message">
            <Marked text={message} pattern={pattern} />
          </span>
          {extra !== '' && (
            <code class="extra">
              <Marked text={cutToFound(extra, pattern)} pattern={pattern} />
            </code>
          )}
        </span>
      </div>
      {isOpen && <Details entry={entry} />}
    </>
  );
}

function Details({ entry }: Pick<EntryLine, 'entry'>) {
  const pattern = searchPattern.value;
  const rows: [string, string][] = [
    ['time', `${instant(entry.timestamp)} UTC`],
    ['message', entry.message],
    ...Object.entries(entry.extra).map(([name, value]): [string, string] => [name, textOf(value)]),
  ];
  return (
    <dl class="entry-details" data-testid="log-details">
      {rows.map(([name, text], i) => (
        <div key={i}>
          <dt>{name}</dt>
          <dd>
            <pre>
              <Marked text={text} pattern={pattern} />
            </pre>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A text as it is, with its lines, such as a stack; anything else as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Where entries could not be had. */
export function Gap({ line: { missing } }: { line: GapLine }) {
  const what = missing === null ? 'Entries may be missing' : `${count(missing)} entries are missing`;
  return <p class="log-gap">{what} here: the service did not answer when asked for them.</p>;
}
