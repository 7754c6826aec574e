import { Buffer } from 'node:buffer';
import { ApiProblem } from './problem.ts';

const NEWLINE = 0x0a;
/** The largest body that is read whole: parsing it blocks everything else. */
export const WHOLE_BYTES = 1024 * 1024;

/** Whatever is done with so many lines, it takes a millisecond or two; then others have their turn. */
const LINES_AT_ONCE = 200;

/** What a body may be. */
export type BodyLimits = {
  /** In all, in bytes. */
  readonly bytes: number;
  /** What to do about a larger one, for people. */
  readonly wayOut: string;
};

/**
 * The values of a body of JSON Lines, or of one JSON array, with their numbers from 1. Other work runs in between, so that a
 * large body delays nobody; an array must be small, because it can only be parsed in one go.
 *
 * @throws {ApiProblem} 413 for a body that is too large, 400 for one that is not JSON
 */
export async function* jsonValues(
  request: Request,
  limits: BodyLimits,
): AsyncGenerator<{ number: number; value: unknown }> {
  let isArray: boolean | null = null;
  let whole = '';
  let number = 0;
  for await (const line of linesOf(request, limits)) {
    if (line.trim() === '') {
      number += 1;
      continue;
    }
    isArray ??= line.trimStart().startsWith('[');
    if (isArray) {
      whole += `${line}\n`;
      if (whole.length > WHOLE_BYTES) throw tooLarge('a JSON array', WHOLE_BYTES, 'send JSON Lines instead');
    } else yield { number: ++number, value: parse(line, `line ${number}`) };
  }
  if (isArray !== true) return;
  const values = parse(whole, 'the body') as unknown[];
  for (const [i, value] of values.entries()) yield { number: i + 1, value };
}

/** A body's one JSON value. */
export async function jsonBody(request: Request): Promise<unknown> {
  let text = '';
  const limits = { bytes: WHOLE_BYTES, wayOut: 'send less' };
  for await (const line of linesOf(request, limits)) text += `${line}\n`;
  return parse(text, 'the body');
}

async function* linesOf(request: Request, { bytes, wayOut }: BodyLimits): AsyncGenerator<string> {
  if (request.body === null) return;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  let lines = 0;
  let begun: Uint8Array[] = [];
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    read += chunk.length;
    if (read > bytes) throw tooLarge('the body', bytes, wayOut);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (++lines % LINES_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
      yield decode(decoder, [...begun, chunk.subarray(start, end)]);
      begun = [];
      start = end + 1;
    }
    // The chunk's memory is the server's.
    begun.push(chunk.slice(start));
  }
  yield decode(decoder, begun);
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
