import { PROBLEMS, type ProblemCode, type ProblemStatus } from './problem_codes.ts';

const TITLES: Readonly<Record<ProblemStatus, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  416: 'Range Not Satisfiable',
  426: 'Upgrade Required',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A request that is answered with an error. */
export class ApiProblem extends Error {
  readonly status: ProblemStatus;
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code for programs; it has its status
   * @param detail for people: what was given, and the way out
   * @param headers that the status demands
   */
  constructor(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = PROBLEMS[code].status;
    this.code = code;
    this.headers = headers;
  }
}

/** The body of a problem (RFC 9457, with `error` and `timestamp` beside the standard's own fields). */
export function problemBody(code: ProblemCode, detail: string, nowMs: number) {
  const { status } = PROBLEMS[code];
  const title = TITLES[status];
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    error: code,
    timestamp: new Date(nowMs).toISOString(),
  };
}

/** The problem as an answer. */
export function problemResponse({ status, code, message, headers }: ApiProblem, nowMs: number): Response {
  return new Response(JSON.stringify(problemBody(code, message, nowMs)), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
