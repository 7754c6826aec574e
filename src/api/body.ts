import { Buffer } from 'node:buffer';
import { nextTurn, turnsByTime } from '../publish/turns.ts';
import { ApiProblem } from './problem.ts';
import type { Share } from './quota.ts';

const NEWLINE = 0x0a;
/** The longest value of JSON: parsing it blocks everything else. */
export const WHOLE_BYTES = 1024 * 1024;

/** So many empty lines are nothing. */
const EMPTY_AT_ONCE = 1000;

/** A body may come slowly for so long; */
const PATIENCE_MS = 15_000;
/** then it must have come at so many bytes a second: whoever takes longer wants to keep the service busy. */
const SLOWEST_BYTES_PER_SECOND = 16 * 1024;

/** What a body may be. */
export type BodyLimits = {
  /** In all, in bytes. */
  readonly bytes: number;
  /** What to do about a larger one, for people. */
  readonly wayOut: string;
  readonly patienceMs?: number;
};

/**
 * The values of a body of JSON Lines, or of one JSON array, with their numbers from 1. Other work runs in between, so that a
 * large body delays nobody; an array must be small, because it can only be parsed in one go.
 *
 * @param memory takes the body's bytes
 * @throws {ApiProblem} 413 for a body that is too large, 408 for one that is too slow, 400 for one that is not JSON
 */
export async function* jsonValues(
  request: Request,
  limits: BodyLimits,
  memory: Share,
): AsyncGenerator<{ number: number; value: unknown }> {
  let isArray: boolean | null = null;
  let whole = '';
  const turn = turnsByTime();
  for await (const { number, line } of linesOf(request, limits, memory, turn)) {
    if (line.trim() === '') continue;
    isArray ??= line.trimStart().startsWith('[');
    if (isArray) {
      whole += `${line}\n`;
      if (whole.length > WHOLE_BYTES) throw tooLarge('a JSON array', WHOLE_BYTES, 'send JSON Lines instead');
    } else yield { number, value: parse(line, `line ${number}`) };
  }
  if (isArray !== true) return;
  await nextTurn();
  const values = parse(whole, 'the body') as unknown[];
  for (const [i, value] of values.entries()) {
    await turn();
    yield { number: i + 1, value };
  }
}

/** A body's one JSON value. */
export async function jsonBody(request: Request): Promise<unknown> {
  return parse(decode(new TextDecoder('utf-8', { fatal: true }), [await request.bytes()]), 'the body');
}

/**
 * A request whose body has come, whole.
 * @param memory takes the body's bytes
 * @throws {ApiProblem} 413 for a body that is too large, 408 for one that is too slow
 */
export async function withWholeBody(request: Request, limits: BodyLimits, memory: Share): Promise<Request> {
  if (request.body === null) return request;
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(request, limits, memory)) chunks.push(chunk.slice());
  // For whoever parses it.
  await nextTurn();
  return new Request(request, { body: Buffer.concat(chunks) });
}

/** A body's lines with their numbers from 1, but those that are empty. */
async function* linesOf(
  request: Request,
  limits: BodyLimits,
  memory: Share,
  turn: () => Promise<void>,
): AsyncGenerator<{ number: number; line: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 1;
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  for await (const chunk of chunksOf(request, limits, memory)) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (end > start || begunBytes > 0) {
        await turn();
        yield { number, line: decode(decoder, [...begun, chunk.subarray(start, end)]) };
      } else if (number % EMPTY_AT_ONCE === 0) await turn();
      number += 1;
      begun = [];
      begunBytes = 0;
      start = end + 1;
    }
    begun.push(chunk.slice(start));
    begunBytes += chunk.length - start;
    if (begunBytes > WHOLE_BYTES) throw tooLarge('a line', WHOLE_BYTES, 'send JSON Lines, one value a line');
  }
  await turn();
  yield { number, line: decode(decoder, begun) };
}

/** A body's chunks, of which each is the server's memory: gone once the next is asked for. */
async function* chunksOf(
  request: Request,
  { bytes, wayOut, patienceMs = PATIENCE_MS }: BodyLimits,
  memory: Share,
): AsyncGenerator<Uint8Array> {
  const isTooLarge = (length: number) => length > bytes;
  if (isTooLarge(Number(request.headers.get('content-length')))) throw tooLarge('the body', bytes, wayOut);
  if (request.body === null) return;
  const reader = request.body.getReader();
  const begunMs = performance.now();
  let read = 0;
  try {
    for (;;) {
      const dueMs = begunMs + patienceMs + (1000 * read) / SLOWEST_BYTES_PER_SECOND;
      // Reading fails once the client has hung up, who sees no answer.
      const next = reader.read().catch(() => 'late' as const);
      const chunk = await within(Math.max(0, dueMs - performance.now()), next);
      if (chunk === 'late') throw tooSlow(patienceMs);
      const { value, done } = chunk;
      if (done) return;
      read += value.length;
      if (isTooLarge(read)) throw tooLarge('the body', bytes, wayOut);
      memory.take(value.length);
      yield value;
    }
  } finally {
    // Of what does not come any more nobody waits for the end.
    reader.cancel().catch(() => {});
  }
}

/** What a promise gives, unless it takes longer than so many ms. */
async function within<Value>(ms: number, value: Promise<Value>): Promise<Value | 'late'> {
  const late = Promise.withResolvers<'late'>();
  const timeout = setTimeout(late.resolve, ms, 'late');
  return Promise.race([value, late.promise]).finally(() => clearTimeout(timeout));
}

function decode(decoder: TextDecoder, parts: readonly Uint8Array[]): string {
  try {
    return decoder.decode(Buffer.concat(parts));
  } catch {
    throw new ApiProblem('invalid_json', 'the body is not UTF-8');
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message;
    throw new ApiProblem('invalid_json', `${where} is not JSON (${why}): nothing of it was kept`);
  }
}

function tooLarge(what: string, bytes: number, wayOut: string): ApiProblem {
  return new ApiProblem('body_too_large', `${what} may have ${bytes} bytes at most: ${wayOut}`);
}

function tooSlow(patienceMs: number): ApiProblem {
  const detail = `the body came too slowly: after ${patienceMs / 1000} s, ${SLOWEST_BYTES_PER_SECOND} bytes/s is the least: send it once it is complete`;
  return new ApiProblem('request_timeout', detail, { connection: 'close' });
}
