import { LineBuffer } from '../encode/line_buffer.ts';
import type { LineSource } from '../encode/line_source.ts';
import { Stream, streamOf } from '../random/stream.ts';
import type { Change } from './change.ts';
import { CleanRecord } from './clean_record.ts';
import { type Choice, choicesOf, drawDefect } from './draw_defect.ts';
import { editLine } from './edit_line.ts';
import { EmittedLines } from './emitted_lines.ts';
import type { DefectKind, Quality } from './kinds.ts';
import type { Op } from './op.ts';
import { applyOps } from './ops.ts';
import { OwnIds } from './own_ids.ts';
import { ID_PATH } from './record.ts';
import type { DefectContext, Site } from './site.ts';

/** What was done to one line. */
export type Defect = Change & {
  /** 0-based within the stripe. */
  readonly line: number;
  /** The clean record's `event_id` or `company_id`. */
  readonly recordId: string;
  readonly kind: DefectKind;
};

const TWO_32 = 4294967296;
const WARM_UP = 8;

const decoder = new TextDecoder();

/**
 * Writes a stripe's lines, some of them dirty, a run at a time. Line i of what is emitted is line i of the clean stripe, and a
 * line without a defect has the same bytes in both.
 *
 * Every line takes three words of the stripe's stream, dirty or not. The first decides whether it is dirty, so the
 * dirty lines of a rate are among those of any higher one; the others start a stream of its own that decides how.
 *
 * Memory is kept from one stripe to the next, and of a stripe's lines the dirty ones alone.
 */
export class DefectInjector {
  readonly #emitted = new EmittedLines();
  readonly #ownIds = new OwnIds();
  readonly #line = new LineBuffer();
  readonly #edited = new LineBuffer();
  #stripe: Stripe | null = null;
  #next = 0;

  /** From now on the lines are those of another stripe, whose clean ones are compact JSON as the encoder writes it. */
  open(clean: LineSource, quality: Quality, context: DefectContext): void {
    const isOn = context.generator === 'driver' ? quality.inDriverEvents : quality.inCompanies;
    this.#emitted.open(clean);
    this.#ownIds.clear();
    this.#next = 0;
    this.#stripe = {
      clean,
      context,
      threshold: isOn ? quality.rate * TWO_32 : 0,
      words: streamOf(context.seed, context.generator, 'defects', context.stripe),
      choices: choicesOf(quality.weights),
    };
  }

  /** Appends the lines up to `to`, from where the last call ended. Returns what was done to them, in line order. */
  emit(lines: LineBuffer, to: number): Defect[] {
    const { clean, words, threshold, context } = this.#stripe!;
    const defects: Defect[] = [];
    let unwritten = this.#next;
    for (let line = this.#next; line < to; line++) {
      const strike = words.u32();
      const w1 = words.u32();
      const w2 = words.u32();
      if (strike >= threshold) continue;

      const struck = this.#strike(line, streamOfLine(w1, w2, line, context.stripe));
      if (struck === null) continue;
      clean.writeLines(lines, unwritten, line);
      unwritten = line + 1;
      lines.append(struck.content);
      this.#emitted.keep(line, struck.content);
      defects.push(struck.defect);
    }
    clean.writeLines(lines, unwritten, to);
    this.#next = to;
    return defects;
  }

  /** What becomes of a line, null where no defect fits; the content is a view that the next call may change. */
  #strike(line: number, draws: Stream): { defect: Defect; content: Uint8Array } | null {
    const { clean, context, choices } = this.#stripe!;
    this.#line.clear();
    clean.writeLines(this.#line, line, line + 1);
    const content = this.#line.contentOf(0);
    const record = new CleanRecord(decoder.decode(content));
    const site: Site = { context, line, record, emitted: this.#emitted, ownIds: this.#ownIds };
    const drawn = drawDefect(site, choices, draws);
    if (drawn === null) return null;
    const { kind, fields, ops } = drawn;

    const idPath = ID_PATH[context.generator];
    if (hidesId(drawn, idPath)) this.#ownIds.hide(line);
    return {
      defect: { line, recordId: record.valueAt(idPath) as string, kind, fields, ops },
      content: this.#changed(content, record, ops[0]!),
    };
  }

  /** The line after the one op that every kind makes of it. */
  #changed(content: Uint8Array, record: CleanRecord, op: Op): Uint8Array {
    if (op.op === 'copy' || op.op === 'bytes')
      return applyOps(content, [op], (line) => this.#emitted.at(line));
    this.#edited.clear();
    this.#edited.appendText(editLine(record, op));
    return this.#edited.contentOf(0);
  }
}

/** What all lines of a stripe have in common. */
type Stripe = {
  readonly clean: LineSource;
  readonly context: DefectContext;
  /** A line is struck whose first word is below. */
  readonly threshold: number;
  readonly words: Stream;
  readonly choices: readonly Choice[];
};

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
