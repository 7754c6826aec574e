import { isOpen } from '../guard.ts';
import { problemBody } from '../problem.ts';
import { PROBLEMS, type ProblemCode } from '../problem_codes.ts';
import { type Answer, header } from './operation.ts';

const EXAMPLE_MS = Date.parse('2025-11-09T12:00:13.200Z');

export type ProblemExample = { readonly summary: string; readonly value: ReturnType<typeof problemBody> };

/** What the statuses demand. */
const HEADERS: Readonly<Record<number, Answer['headers']>> = {
  401: { 'WWW-Authenticate': header('How to show the token.') },
  416: { 'Content-Range': header('The size of the batch, as `bytes */4410`.') },
  426: {
    Upgrade: header('websocket'),
    'Sec-WebSocket-Version': header('The version that is spoken.'),
  },
  405: { Allow: header('The methods that the path takes.') },
};

/** The errors that a route may answer whatever it does. */
export function problemsOfEvery(method: string, path: string): ProblemCode[] {
  return [
    'invalid_host',
    ...(isOpen(method, path) ? [] : (['unauthorized'] as const)),
    'host_not_allowed',
    ...(method === 'POST'
      ? (['origin_not_allowed', 'body_too_large', 'request_timeout', 'too_many_clients'] as const)
      : []),
    'internal_error',
  ];
}

/** Errors as answers by status, with an example of each. */
export function problemAnswers(codes: readonly ProblemCode[]): Record<number, Answer> {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return Object.fromEntries(
    statuses.map((status) => [status, answerOf(codes.filter((code) => PROBLEMS[code].status === status))]),
  );
}

/** An example of every error, by its code. */
export function problemExamples(): Readonly<Record<ProblemCode, ProblemExample>> {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return Object.fromEntries(
    codes.map((code) => {
      const { when, detail } = PROBLEMS[code];
      return [code, { summary: when, value: problemBody(code, detail, EXAMPLE_MS) }];
    }),
  ) as Record<ProblemCode, ProblemExample>;
}

function answerOf(codes: readonly ProblemCode[]): Answer {
  const { status } = PROBLEMS[codes[0]!];
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { status: { const: status }, error: { enum: codes } } },
    ],
  };
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  const headers = HEADERS[status];
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].when}`).join('\n\n'),
    content: { 'application/problem+json': { schema, examples: Object.fromEntries(examples) } },
    ...(headers && { headers }),
  };
}
