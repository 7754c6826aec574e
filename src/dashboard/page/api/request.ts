import type { AnswerOf } from '../../../api/schemas/fields.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import { askForToken, bearer } from '../state/session.ts';

/** An answer that is an error, in the service's own words. */
export class Refusal extends Error {
  readonly status: number;
  /** In snake_case, e.g. `pause_required`. */
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

/**
 * Asks the API, with the token if there is one.
 * @throws {Refusal}, or a `TypeError` if nobody answers
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { ...init, headers: { ...init.headers, ...bearer() } });
  if (response.ok) return response;
  if (response.status === 401) askForToken();
  throw await refusalOf(response);
}

/** The JSON body of an answer. */
export async function getJson<T>(path: string, init?: RequestInit): Promise<T> {
  return (await request(path, init)).json();
}

export async function postJson<T>(path: string): Promise<T> {
  return getJson<T>(path, { method: 'POST' });
}

async function refusalOf(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => null)) as AnswerOf<typeof Problem> | null;
  const { error = 'unreadable', detail = `${response.status} ${response.statusText}` } = problem ?? {};
  return new Refusal(response.status, error, detail);
}
