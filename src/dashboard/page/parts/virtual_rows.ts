import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  Virtualizer,
} from '@tanstack/virtual-core';
import { useCallback, useLayoutEffect, useReducer, useState } from 'preact/hooks';

type Row = { readonly key: number };

type VirtualRowsOptions = {
  /** In order of their keys, which grow; another array where anything about it changed. */
  readonly rows: readonly Row[];
  readonly getScrollElement: () => HTMLDivElement | null;
  /** The height of a row that was never shown, in px. */
  readonly estimatedPx: number;
  /** The index of a row that stays in the page though it is out of sight, since it may have the focus; -1 for none. */
  readonly staying: number;
};

/** Rows are made ready so far beyond what is seen. */
const OVERSCAN = 8;

/**
 * Which of many rows are to be in the page, and where; they may differ in height. What is read stays where it is when rows
 * before it go.
 */
export function useVirtualRows({ rows, getScrollElement, estimatedPx, staying }: VirtualRowsOptions) {
  const [, draw] = useReducer((drawn: number, _: null) => drawn + 1, 0);
  const getItemKey = useCallback((index: number) => rows[index]!.key, [rows]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (staying < 0 || indexes.includes(staying)) return indexes;
      return [...indexes, staying].sort((a, b) => a - b);
    },
    [staying],
  );
  const options = {
    count: rows.length,
    getItemKey,
    getScrollElement,
    estimateSize: () => estimatedPx,
    rangeExtractor,
    overscan: OVERSCAN,
    anchorTo: 'end' as const,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => draw(null),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  useLayoutEffect(
    () => forgetBefore(virtual.itemSizeCache, rows[0]?.key ?? Number.POSITIVE_INFINITY),
    [rows],
  );
  return virtual;
}

/** It keeps the height of every row it has ever seen. */
function forgetBefore(heights: Map<unknown, number>, first: number): void {
  for (const key of heights.keys()) if ((key as number) < first) heights.delete(key);
}
