const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  416: 'Range Not Satisfiable',
  426: 'Upgrade Required',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** A request that is answered with an error. */
export class ApiProblem extends Error {
  readonly status: keyof typeof TITLES;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code snake_case, for programs
   * @param detail for people: what was given, and the way out
   * @param headers that the status demands
   */
  constructor(
    status: keyof typeof TITLES,
    code: string,
    detail: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The problem as an answer (RFC 9457, with `error` and `timestamp` beside the standard's own fields). */
export function problemResponse({ status, code, message, headers }: ApiProblem, nowMs: number): Response {
  const body = {
    type: 'about:blank',
    title: TITLES[status],
    status,
    detail: message,
    error: code,
    timestamp: new Date(nowMs).toISOString(),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
