/** A client's WebSocket. */
export type ClientSocket = {
  send(text: string): void;
  /** Resolves once it takes more: not while much of what was sent has yet to leave, unless it is closed. */
  ready(): Promise<void>;
  /** @param code of RFC 6455, section 7.4 */
  close(code: number, reason: string): void;
};

/** Who is told of a client's WebSocket. */
export type SocketListener = {
  opened(socket: ClientSocket): void;
  closed(): void;
};

/**
 * Makes a WebSocket of a request, and returns what its handler must return.
 * @param subprotocol the one to answer; null: none
 */
export type Upgrade = (request: Request, subprotocol: string | null, listener: SocketListener) => Response;

/** What a server gives its app with every request. */
export type Sockets = { readonly upgrade: Upgrade };

/** So much may wait to leave before a socket takes no more, in bytes. */
export const MOST_WAITING_BYTES = 64 * 1024;

/** The longest message that is taken from a client, in bytes; a longer one closes its socket with 1009. */
export const LONGEST_RECEIVED_BYTES = 1024;
