import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { curl } from '../api/curl.ts';
import { count, counted } from '../format.ts';
import { Command } from '../parts/command.tsx';
import { LogDownload } from '../parts/log_download.tsx';
import { LogFilters } from '../parts/log_filters.tsx';
import { LogRows } from '../parts/log_rows.tsx';
import { Panel } from '../parts/panel.tsx';
import { isLogLoaded, logLines, PAGE_ENTRIES } from '../state/log.ts';
import { leastLevel, searchPattern } from '../state/log_filter.ts';
import { choose, type ShownLog } from '../state/log_search.ts';

/** The newest entries of the log, as they come. */
export function Log() {
  const heldAt = useSignal<number | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const shown = useComputed(() =>
    choose(logLines(), { least: leastLevel.value, pattern: searchPattern.value, heldAt: heldAt.value }),
  );
  const { lines, shownEntries, allEntries, waitingEntries } = shown.value;
  const isFollowing = heldAt.value === null;
  const hold = () => {
    heldAt.value ??= logLines().at(-1)?.key ?? -1;
  };
  const follow = () => {
    heldAt.value = null;
  };
  const filters = (
    <div class="panel-aside">
      <LogFilters searchField={searchField} />
      <span class="log-count" data-testid="log-count">
        {count(shownEntries)} of {counted(allEntries, 'entry', 'entries')}
      </span>
    </div>
  );
  return (
    <div class="log">
      <Panel title="Log" testId="log" aside={filters}>
        <div class="log-frame">
          <LogRows
            lines={lines}
            isFollowing={isFollowing}
            onHold={hold}
            onFollow={follow}
            onSearch={() => searchField.current?.focus()}
          />
          {lines.length === 0 && <p class="empty">{whyEmpty(shown.value)}</p>}
        </div>
        <div class="log-foot">
          <button type="button" onClick={isFollowing ? hold : follow} data-testid="log-follow">
            {isFollowing ? 'Pause the log' : 'Newest'}
          </button>
          <span class="log-held" data-testid="log-held">
            {isFollowing
              ? 'Follows the newest'
              : `Paused, ${counted(waitingEntries, 'new entry', 'new entries')}`}
          </span>
          <LogDownload lines={lines} />
          <Command text={curl(`/api/logs?level=${leastLevel.value}&limit=${PAGE_ENTRIES}`)} />
        </div>
      </Panel>
    </div>
  );
}

function whyEmpty({ allEntries, waitingEntries }: ShownLog): string {
  if (allEntries > 0) return 'No entry matches.';
  if (waitingEntries > 0) return 'What was shown is no longer among the newest entries.';
  return isLogLoaded.value ? 'No entries yet.' : 'Loading the log…';
}
