import type { MiddlewareHandler } from 'hono';
import { hostNameOf } from './host_name.ts';
import { ApiProblem } from './problem.ts';
import { bearerOf } from './token.ts';

/** Who may use the API. */
export type Access = {
  /** What requests must show; null: nothing, if they ask for a known host. */
  readonly token: string | null;
  /** Hosts that are known besides those of this machine, as `hostNameOf` gives them. */
  readonly allowedHosts: readonly string[];
};

/** `generator` is the service's name among containers. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]', 'generator'];
/** Whoever runs the service probes it, and the dashboard's page must be there to ask for the token; none of it holds data. */
const OPEN_PATH = /^\/(livez|readyz|assets\/.*)?$/;
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/** Longest part of a bad header that an error repeats. */
const SHOWN_CHARACTERS = 100;

/**
 * Lets through what comes from somebody who may use the API. Requests need the token; without one a known Host, because a page
 * whose name was pointed at this machine (DNS rebinding) may read what it likes. Either way other pages change nothing and
 * open no WebSocket: only a page of the very host and port that the browser asks is the service's own, so one of
 * `localhost:5173` is not.
 *
 * Throws {@link ApiProblem}: 400 `invalid_host`, 401 `unauthorized`, 403 `host_not_allowed` or `origin_not_allowed`.
 */
export function guard({ token, allowedHosts }: Access): MiddlewareHandler {
  const knownHosts = new Set([...LOCAL_HOSTS, ...allowedHosts]);
  const isShown = token === null ? null : bearerOf(token);
  return async (c, next) => {
    const { method, path, raw } = c.req;
    const host = hostOf(raw);
    const name = hostNameOf(host);
    // The engines make odd URLs of such hosts, so not even a path would be sure.
    if (name === null) throw invalidHost(host);
    if (isShown === null) {
      if (!knownHosts.has(name)) throw hostNotAllowed(name);
    } else if (!isOpen(method, path) && !isShown(raw.headers)) throw unauthorized();
    if ((!SAFE_METHODS.includes(method) || raw.headers.has('upgrade')) && isOfOtherPage(raw.headers, host))
      throw originNotAllowed(`${method} ${path}`, raw.headers.get('origin'));
    await next();
  };
}

/** HTTP/2 says in the URL what HTTP/1.1 says in `Host`. */
function hostOf({ headers, url }: Request): string {
  return headers.get('host') ?? URL.parse(url)?.host ?? '';
}

/** Whether a request needs no token. */
export function isOpen(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && OPEN_PATH.test(path);
}

/** Whether a browser sends this for a page that is not the host's own. Programs say nothing of pages. */
function isOfOtherPage(headers: Headers, host: string): boolean {
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (site !== 'same-origin' && site !== 'none') return true;
  const origin = headers.get('origin');
  if (origin === null) return false;
  // "null", of pages that hide where they are from, is no URL.
  const page = URL.parse(origin);
  if (page === null || !/^https?:$/.test(page.protocol)) return true;
  // The scheme's own port may be said or not.
  return page.host !== URL.parse(`${page.protocol}//${host}`)?.host;
}

function invalidHost(host: string): ApiProblem {
  const detail = `Host must be one name or address, such as localhost:18000, got ${shown(host)}`;
  return new ApiProblem('invalid_host', detail);
}

function hostNotAllowed(name: string): ApiProblem {
  const detail = `this service does not answer to the name ${shown(name)}: ask localhost or 127.0.0.1, or start it with the name in TACHOGRAPH_ALLOWED_HOSTS, or with a token in TACHOGRAPH_API_TOKEN`;
  return new ApiProblem('host_not_allowed', detail);
}

function unauthorized(): ApiProblem {
  const detail =
    'send Authorization: Bearer with the token that TACHOGRAPH_API_TOKEN holds where the service runs; a WebSocket may offer the subprotocol tachograph.bearer.<base64url of the token> beside tachograph';
  return new ApiProblem('unauthorized', detail, { 'www-authenticate': 'Bearer realm="tachograph"' });
}

function originNotAllowed(request: string, origin: string | null): ApiProblem {
  const detail = `${request} is refused to the page of ${shown(origin ?? 'another site')}: only the service's own, of the same host and port, may do that (programs send no Origin; a proxy must pass Host on as it came)`;
  return new ApiProblem('origin_not_allowed', detail);
}

function shown(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text || 'an empty text';
}
