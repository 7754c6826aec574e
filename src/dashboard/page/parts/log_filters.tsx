import type { RefObject } from 'preact';
import { LEVELS, type Level } from '../../../log/entry.ts';
import { leastLevel, search } from '../state/log_filter.ts';

/** What the log is narrowed to. */
export function LogFilters({ searchField }: { searchField: RefObject<HTMLInputElement | null> }) {
  return (
    <>
      <label>
        <span class="hidden">Least severity</span>
        <select
          data-testid="log-level"
          value={leastLevel.value}
          onChange={(event) => {
            leastLevel.value = event.currentTarget.value as Level;
          }}
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {level === 'error' ? level : `${level} and above`}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="hidden">Search the log</span>
        <input
          ref={searchField}
          type="search"
          placeholder="Search message, logger, extra"
          data-testid="log-search"
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
      </label>
    </>
  );
}
