/** A host as it stands in a Host header: a name in ASCII or an address (IPv6 in brackets), perhaps with a port. */
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d*)?$/i;

/**
 * A host's name as others of the same host compare equal: in lower case, without port and final dot, an address in its usual
 * spelling; null for what names no host.
 */
export function hostNameOf(host: string): string | null {
  if (!HOST.test(host)) return null;
  return URL.parse(`http://${host}`)?.hostname.replace(/\.$/, '') || null;
}
