import { createHash } from 'node:crypto';
import { type KeyLine, keyLineOf } from '../../src/defects/answer_key.ts';
import type { DefectKind } from '../../src/defects/kinds.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import type { Generator } from '../../src/plan/batch.ts';
import { injectDefects } from '../defects/inject.ts';
import { cleanStripe, contextOf, lineOf, qualityOf, textOf } from '../defects/stripe.ts';

const RATE = 0.5;

/** A dirty line as the API gives it, its clean one, and its line of the answer key. */
export type Dirty = { readonly raw: string; readonly clean: string; readonly key: KeyLine };

/** What the injector makes of a stripe with one kind of defect, or with those of the default weights. */
export function dirtyLinesOf(generator: Generator, kind: DefectKind | null, count: number): Dirty[] {
  const clean = cleanStripe(generator, count);
  const emitted = new LineBuffer();
  const quality = kind === null ? qualityOf(RATE) : qualityOf(RATE, { [kind]: 1 });
  return injectDefects(clean, emitted, quality, contextOf(generator)).map((defect) => {
    const bytes = lineOf(emitted, defect.line);
    const place = {
      generator,
      batch_id: '20251109T120000Z',
      byte_offset: emitted.startOf(defect.line),
      byte_length: bytes.length,
      raw_sha256: createHash('sha256').update(bytes).digest('hex'),
      firstLine: 1,
    };
    const key = JSON.parse(JSON.stringify(keyLineOf(defect, place))) as KeyLine;
    return { raw: textOf(bytes), clean: textOf(lineOf(clean, defect.line)), key };
  });
}

/** The bytes of such a stripe. */
export function emittedBytesOf(generator: Generator, kind: DefectKind, count: number): Uint8Array {
  const emitted = new LineBuffer();
  injectDefects(cleanStripe(generator, count), emitted, qualityOf(RATE, { [kind]: 1 }), contextOf(generator));
  return emitted.view().slice();
}
