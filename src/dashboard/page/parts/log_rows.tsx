import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { isEntry, type Line } from '../state/log_tail.ts';
import { Entry, Gap } from './log_entry.tsx';
import { useVirtualRows } from './virtual_rows.ts';

type LogRowsProps = {
  lines: readonly Line[];
  /** Whether the newest is to be seen, whatever comes. */
  isFollowing: boolean;
  onHold: () => void;
  onFollow: () => void;
  onSearch: () => void;
};

/** A line without details on a wide screen. */
const ROW_PX = 26;
/** Nobody has scrolled up who is so near to the end. */
const END_PX = 8;

/** The lines of the log, as many of them in the page as are seen. */
export function LogRows({ lines, isFollowing, onHold, onFollow, onSearch }: LogRowsProps) {
  const hint = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const open = useSignal<ReadonlySet<number>>(new Set());
  /** The key of the entry that was last reached by keyboard, and whether it is to have the focus. */
  const active = useSignal<number | null>(null);
  const isMoving = useRef(false);
  const lastTop = useRef(0);

  const indexOf = (key: number | null) => lines.findIndex((line) => line.key === key);
  const activeIndex = indexOf(active.value);
  const virtual = useVirtualRows({
    rows: lines,
    getScrollElement: () => scroll.current,
    estimatedPx: ROW_PX,
    staying: activeIndex,
  });
  const items = virtual.getVirtualItems();
  const stop = activeIndex < 0 ? items.at(-1)?.index : activeIndex;

  useLayoutEffect(() => {
    if (isFollowing) virtual.scrollToEnd();
  }, [lines, isFollowing]);

  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    const toggle = scroll.current!.querySelector<HTMLElement>(`[data-key="${active.value}"]`);
    toggle?.focus({ preventScroll: true });
  });

  const turn = (key: number) => {
    const first = lines[0]?.key ?? 0;
    const kept = [...open.value].filter((each) => each >= first && each !== key);
    open.value = new Set(open.value.has(key) ? kept : [...kept, key]);
    active.value = key;
    onHold();
  };

  const move = (from: number, by: number) => {
    let to = from + by;
    while (lines[to] !== undefined && !isEntry(lines[to]!)) to += by;
    if (lines[to] === undefined) return;
    onHold();
    active.value = lines[to]!.key;
    isMoving.current = true;
    virtual.scrollToIndex(to, { align: 'auto' });
  };

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const on = (event.target as HTMLElement).dataset.key;
    if (event.key === 'End') onFollow();
    else if (event.key === '/') onSearch();
    else if (by !== undefined && on !== undefined) move(indexOf(Number(on)), by);
    else return;
    event.preventDefault();
  };

  const click = ({ target, detail }: MouseEvent) => {
    const line = (target as HTMLElement).closest('.entry-line');
    // Who marks a text with the pointer, to copy it, does not want it to move.
    const isMarking = detail > 0 && getSelection()?.isCollapsed === false;
    if (line === null || isMarking) return;
    turn(Number(line.querySelector<HTMLElement>('[data-key]')!.dataset.key));
  };

  const follow = ({ currentTarget }: { currentTarget: HTMLDivElement }) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    if (scrollTop < lastTop.current && scrollHeight - clientHeight - scrollTop > END_PX) onHold();
    lastTop.current = scrollTop;
  };

  return (
    <div
      class="log-rows"
      ref={scroll}
      role="log"
      aria-live="off"
      aria-label="Log entries"
      aria-describedby={hint}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      data-testid="log-rows"
      onScroll={follow}
      onKeyDown={press}
      onClick={click}
    >
      <p id={hint} class="hidden">
        Arrow keys lead from one entry to the next, End to the newest, a slash to the search.
      </p>
      <div class="log-height" style={{ height: `${virtual.getTotalSize()}px` }}>
        {items.map(({ index, start }) => {
          const line = lines[index]!;
          return (
            <div
              key={line.key}
              class="log-row"
              data-index={index}
              ref={virtual.measureElement}
              style={{ transform: `translateY(${start}px)` }}
            >
              {isEntry(line) ? (
                <Entry line={line} isOpen={open.value.has(line.key)} isStop={index === stop} />
              ) : (
                <Gap line={line} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
