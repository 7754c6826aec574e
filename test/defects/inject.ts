import { type Defect, DefectInjector } from '../../src/defects/injector.ts';
import type { Quality } from '../../src/defects/kinds.ts';
import type { DefectContext } from '../../src/defects/site.ts';
import type { LineBuffer } from '../../src/encode/line_buffer.ts';
import type { LineSource } from '../../src/encode/line_source.ts';

/** Lines that stand in a buffer, to be written again. */
export function sourceOf(lines: LineBuffer): LineSource {
  return {
    lineCount: lines.lineCount,
    writeLines: (to, from, until) => {
      for (let line = from; line < until; line++) to.append(lines.contentOf(line));
    },
  };
}

/** Fills `emitted` with a stripe's lines in runs of `runLines`, and returns what was done to them. */
export function injectDefects(
  clean: LineBuffer,
  emitted: LineBuffer,
  quality: Quality,
  context: DefectContext,
  injector = new DefectInjector(),
  runLines = 1000,
): Defect[] {
  emitted.clear();
  injector.open(sourceOf(clean), quality, context);
  const defects: Defect[] = [];
  for (let to = 0; to < clean.lineCount; ) {
    to = Math.min(to + runLines, clean.lineCount);
    for (const defect of injector.emit(emitted, to)) defects.push(defect);
  }
  return defects;
}
