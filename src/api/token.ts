import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';

/** What our WebSockets speak. A server that is offered this answers with it alone, never with the token beside it. */
export const SUBPROTOCOL = 'tachograph';
/**
 * Browsers let a page set no header of a WebSocket but its subprotocols, and those take fewer characters than a token has:
 * `new WebSocket(url, ['tachograph', 'tachograph.bearer.<base64url of the token, without padding>'])`.
 */
const BEARER_SUBPROTOCOL = `${SUBPROTOCOL}.bearer.`;

/** Whether a text can stand in `Authorization: Bearer` (RFC 6750, section 2.1). */
export function isToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text);
}

/** The subprotocols that a client offers, in its order. */
export function subprotocolsOf(headers: Headers): string[] {
  return (headers.get('sec-websocket-protocol') ?? '').split(',').map((offer) => offer.trim());
}

/** Whether headers show the token: as `Authorization: Bearer`, or, in a WebSocket's handshake, as a subprotocol. */
export function bearerOf(token: string): (headers: Headers) => boolean {
  const isSecret = equalTo(token);
  const isOffer = equalTo(BEARER_SUBPROTOCOL + Buffer.from(token).toString('base64url'));
  return (headers) => {
    const [, shown] = headers.get('authorization')?.match(/^Bearer +(\S+)$/i) ?? [];
    if (shown !== undefined && isSecret(shown)) return true;
    return headers.has('upgrade') && subprotocolsOf(headers).some(isOffer);
  };
}

/** Whether a text is the secret, in a time that does not tell how much of it is. */
function equalTo(secret: string): (text: string) => boolean {
  const expected = digest(secret);
  return (text) => timingSafeEqual(digest(text), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
