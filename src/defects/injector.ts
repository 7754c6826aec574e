import type { LineBuffer } from '../encode/line_buffer.ts';
import { Stream, streamOf } from '../random/stream.ts';
import type { Change } from './change.ts';
import { choicesOf, drawDefect } from './draw_defect.ts';
import type { DefectKind, Quality } from './kinds.ts';
import { applyOps } from './ops.ts';
import { ID_PATH, type JsonRecord, valueAt } from './record.ts';
import type { DefectContext, Site } from './site.ts';

/** What was done to one line. */
export type Defect = Change & {
  /** 0-based within the stripe. */
  readonly line: number;
  /** The clean record's `event_id` or `company_id`. */
  readonly recordId: string;
  readonly kind: DefectKind;
};

const NEWLINE = 0x0a;
const TWO_32 = 4294967296;
const WARM_UP = 8;

const decoder = new TextDecoder();

/**
 * Fills `emitted` (cleared first) with the lines of `clean`, some of them dirty, and returns what was done to those,
 * in line order. Line i of one is line i of the other, and a line without a defect has the same bytes in both.
 *
 * Every line takes three words of the stripe's stream, dirty or not. The first decides whether it is dirty, so the
 * dirty lines of a rate are among those of any higher one; the others start a stream of its own that decides how.
 *
 * @param clean one compact JSON record a line, as the encoder writes them
 */
export function injectDefects(
  clean: LineBuffer,
  emitted: LineBuffer,
  quality: Quality,
  context: DefectContext,
): Defect[] {
  const isOn = context.generator === 'driver' ? quality.inDriverEvents : quality.inCompanies;
  const threshold = isOn ? quality.rate * TWO_32 : 0;
  const words = streamOf(context.seed, context.generator, 'defects', context.stripe);
  const choices = choicesOf(quality.weights);
  const idPath = ID_PATH[context.generator];
  const defects: Defect[] = [];
  const linesWithOwnId: number[] = [];
  let firstUnseen = 0;
  const emittedLine = (line: number) => contentOf(emitted, line);
  const recordOnEmitted = (line: number) => recordOn(emitted, line);

  emitted.clear();
  for (let line = 0; line < clean.lineCount; line++) {
    const strike = words.u32();
    const w1 = words.u32();
    const w2 = words.u32();
    if (strike >= threshold) continue;

    emitted.appendLines(clean, emitted.lineCount, line);
    while (firstUnseen < line) linesWithOwnId.push(firstUnseen++);
    const record = recordOn(clean, line);
    const site: Site = { context, line, record, emittedLine, linesWithOwnId, recordOn: recordOnEmitted };
    const defect = drawDefect(site, choices, streamOfLine(w1, w2, line, context.stripe));
    if (defect === null) continue;

    appendLine(emitted, applyOps(contentOf(clean, line), defect.ops, emittedLine, record));
    defects.push({ line, recordId: valueAt(record, idPath) as string, ...defect });
    if (hidesId(defect, idPath)) firstUnseen = line + 1;
  }
  emitted.appendLines(clean, emitted.lineCount, clean.lineCount);
  return defects;
}

/** The draws that decide a dirty line: two words of its own, its place, and a few steps to mix them. */
function streamOfLine(w1: number, w2: number, line: number, stripe: number): Stream {
  // `~stripe` is not 0 for any stripe there can be, so the state never is.
  const draws = new Stream(w1, w2, line, ~stripe);
  for (let i = 0; i < WARM_UP; i++) draws.u32();
  return draws;
}

/** Whether a reader of the dirty line no longer finds the record's own id in it, or cannot read it at all. */
function hidesId({ ops }: Change, idPath: string): boolean {
  return ops.some(({ op, path }) => op === 'copy' || op === 'bytes' || path.replace('#', '') === idPath);
}

/** Line i without its newline, as a view that the next write may change. */
function contentOf(lines: LineBuffer, i: number): Uint8Array {
  return lines.bytes.subarray(lines.startOf(i), lines.ends[i]! - 1);
}

function recordOn(lines: LineBuffer, i: number): JsonRecord {
  return JSON.parse(decoder.decode(contentOf(lines, i)));
}

function appendLine(lines: LineBuffer, content: Uint8Array): void {
  lines.reserve(content.length + 1);
  lines.bytes.set(content, lines.length);
  lines.length += content.length;
  lines.bytes[lines.length++] = NEWLINE;
  lines.endLine();
}
