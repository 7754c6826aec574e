import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { nextTurn } from '../publish/turns.ts';
import { byteRange } from './byte_range.ts';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { path } from './input.ts';
import { getRaw } from './operations/raw.ts';
import { ApiProblem } from './problem.ts';
import { fromFile } from './published_file.ts';
import { Quota, type Share } from './quota.ts';

/** So much is read at once: a fraction of a millisecond's work, for which no boundary waits. */
const CHUNK_BYTES = 256 * 1024;

/** So many downloads may go on at a time; what is read at once counts as none. */
const DOWNLOADS = 64;

/** Bytes `[from, from + length)` of a batch. */
type Read = (from: number, length: number) => Promise<Uint8Array>;

/** `GET /api/batches/{generator}/{batch_id}/raw`: a batch's bytes as they were published, or a range of them. */
export function raw({ engine, history, readBytes, log }: ApiDeps): Hono {
  const places = new Quota(
    DOWNLOADS,
    `${DOWNLOADS} downloads go on already: try again later, ask for a Range of at most ${CHUNK_BYTES} bytes, or read the file`,
  );
  const app = new Hono();
  app.get('/api/batches/:generator/:batch_id/raw', getRaw, etag(), path(BatchPath), async (c) => {
    const { generator, batch_id } = c.req.valid('param');
    const batch = findBatch({ engine, history }, generator, batch_id);
    const read: Read = (from, length) => {
      // Looked up each time, in one go with the reading: a clean by mode moves the companies that stay, and after a full one
      // another batch may have the id.
      const now = findBatch({ engine, history }, generator, batch_id);
      const row = now.id === batch.id ? now : { ...batch, state: 'cleaned' as const };
      return fromFile(row, () => readBytes(row, from, length));
    };
    const size = batch.bytes!;
    const tag = `"${batch.sha256}"`;
    const range = byteRange(rangeHeader(c, tag), size);
    if (range === 'unsatisfiable') {
      const detail = `Range must begin within the batch's ${size} bytes, got ${c.req.header('range')!.slice(0, 100)}`;
      throw new ApiProblem('range_not_satisfiable', detail, { 'content-range': `bytes */${size}` });
    }
    const { from, to } = range ?? { from: 0, to: size };
    const onCut = (error: Error) => log.warn(`${c.req.path} was cut: ${error.message}`);
    // Of a HEAD, and of what the client has already, nothing is sent.
    const isSent = c.req.method === 'GET' && !c.req.header('if-none-match')?.includes(tag);
    const place = isSent ? places.share() : null;
    return new Response(await bodyOf({ read, place, onCut }, from, to), {
      status: range === null ? 200 : 206,
      headers: {
        'content-type': 'application/x-ndjson',
        'content-disposition': `inline; filename="${generator}-${batch.batchId}.jsonl"`,
        // Bun does not send it with a stream, whose chunks tell the length (oven-sh/bun#10507).
        'content-length': String(to - from),
        'accept-ranges': 'bytes',
        'cache-control': 'no-cache',
        etag: tag,
        ...(range !== null && { 'content-range': `bytes ${from}-${to - 1}/${size}` }),
      },
    });
  });
  return app;
}

/** What `Range` counts for: a GET, and where `If-Range` says of what, nothing else than this (RFC 9110, 13.1.5 and 14.2). */
function rangeHeader({ req }: Context, tag: string): string | undefined {
  return req.method === 'GET' && (req.header('if-range') ?? tag) === tag ? req.header('range') : undefined;
}

type Sending = {
  readonly read: Read;
  /** Null where nothing is sent. */
  readonly place: Share | null;
  readonly onCut: (error: Error) => void;
};

/** Few bytes as they are, many by and by. Whatever is wrong with the file is found before the answer begins. */
async function bodyOf({ read, place, onCut }: Sending, from: number, to: number) {
  // A disk's bytes are never shared.
  if (to - from <= CHUNK_BYTES) return (await read(from, to - from)) as Uint8Array<ArrayBuffer>;
  await read(to - 1, 1);
  if (place === null) return null;
  place.take(1);
  return chunks({ read, place, onCut }, from, to);
}

/** Read as fast as the client takes them and no faster. */
function chunks(
  { read, place, onCut }: Sending & { readonly place: Share },
  from: number,
  to: number,
): ReadableStream<Uint8Array> {
  let at = from;
  return new ReadableStream(
    {
      async pull(controller) {
        await nextTurn();
        const bytes = await read(at, Math.min(CHUNK_BYTES, to - at)).catch((error) => {
          place.end();
          onCut(error);
          throw error;
        });
        at += bytes.length;
        controller.enqueue(bytes);
        if (at < to) return;
        place.end();
        controller.close();
      },
      cancel: place.end,
    },
    { highWaterMark: 0 },
  );
}
