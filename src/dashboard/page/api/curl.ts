import { hasToken } from '../state/session.ts';

/** A command that asks the service the same; the token, if it wants one, is named and never shown. */
export function curl(path: string, body?: string): string {
  const url = `${location.origin}${path}`;
  const token = hasToken() ? ` -H "Authorization: Bearer $TACHOGRAPH_API_TOKEN"` : '';
  const data = body === undefined ? '' : ` -d '${body.replaceAll("'", `'\\''`)}'`;
  // A shell would take a bare & for its own.
  return `curl -s${token} ${/[?&]/.test(url) ? `'${url}'` : url}${data}`;
}
