import { bunWebSockets, upgradeOnBun } from './bun_sockets.ts';
import type { Sockets } from './client_socket.ts';
import { type UpgradingDeno, upgradeOnDeno } from './deno_sockets.ts';
import { watchDescriptors } from './descriptors.ts';

type Handler = (request: Request, sockets: Sockets) => Response | Promise<Response>;

export type Serving = {
  /** The one that was asked for, or for 0 the one that the system chose. */
  readonly port: number;
  /** Refuses new requests and cuts what is open, WebSockets with 1001: streams would never end by themselves. */
  stop(): Promise<void>;
};

/** Nobody can listen there. */
export class ListenError extends Error {
  /** The system's code, e.g. `EADDRINUSE`. */
  readonly code: string;

  constructor(hostname: string, port: number, cause: NodeJS.ErrnoException) {
    const isTaken = cause.code === 'EADDRINUSE' || cause.name === 'AddrInUse';
    const why = isTaken ? 'the port is in use' : cause.message;
    const wayOut = `choose another port with --port or TACHOGRAPH_PORT${isTaken ? '' : ', or another host with --host or TACHOGRAPH_HOST'}`;
    super(`cannot listen on ${hostname}:${port}: ${why}; ${wayOut}`, { cause });
    this.name = 'ListenError';
    this.code = isTaken ? 'EADDRINUSE' : (cause.code ?? cause.name);
  }
}

/** Until a connection is closed that has not sent a request's headers, however busily it sends parts of them (slow loris). */
const HEADERS_SECONDS = 10;
/** Until one is closed on which nothing happens any more; a clean of many files says nothing for a while. */
const IDLE_SECONDS = 120;

/** What this file uses of Deno, whose types are not installed. */
type Deno = UpgradingDeno & {
  serve(
    options: { hostname: string; port: number; signal: AbortSignal; onListen(): void },
    handler: (request: Request) => Response | Promise<Response>,
  ): { addr: { port: number }; finished: Promise<void> };
};

/**
 * Listens, under Bun or Deno.
 * @param port 0–65535; 0 lets the system choose
 * @param warn is told when connections had to go
 * @throws {ListenError}
 */
export function serve(
  fetch: Handler,
  hostname: string,
  port: number,
  warn: (message: string) => void = () => {},
): Serving {
  const { Deno: deno } = globalThis as { Deno?: Deno };
  try {
    return deno === undefined
      ? serveOnBun(fetch, hostname, port, warn)
      : serveOnDeno(deno, fetch, hostname, port);
  } catch (error) {
    throw new ListenError(hostname, port, error as NodeJS.ErrnoException);
  }
}

function serveOnBun(
  fetch: Handler,
  hostname: string,
  port: number,
  warn: (message: string) => void,
): Serving {
  const listen = (port: number) =>
    Bun.serve({
      hostname,
      port,
      idleTimeout: HEADERS_SECONDS,
      // The app refuses what is too large, and says why.
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      fetch(request, server) {
        server.timeout(request, IDLE_SECONDS);
        return fetch(request, { upgrade: upgradeOnBun(server) });
      },
      websocket: bunWebSockets,
    });
  let server = listen(port);
  const bound = server.port ?? port;
  const closeIdle = () => void server.closeIdleConnections();
  // Bun gives no way to close those alone that have sent nothing yet. Clients connect again; a batch would wait.
  const closeAll = () => {
    void server.stop(true);
    server = listen(bound);
    warn(
      'All connections were closed: they had taken three quarters of the file descriptors, and batches need some; see who connects, or raise the limit (ulimit -n)',
    );
  };
  const unwatch = watchDescriptors([closeIdle, closeAll]);
  return {
    port: bound,
    stop() {
      unwatch();
      return server.stop(true);
    },
  };
}

function serveOnDeno(deno: Deno, fetch: Handler, hostname: string, port: number): Serving {
  const stopping = new AbortController();
  const open = new Set<WebSocket>();
  const upgrade = upgradeOnDeno(deno, open);
  const options = { hostname, port, signal: stopping.signal, onListen: () => {} };
  const server = deno.serve(options, (request) => fetch(request, { upgrade }));
  return {
    port: server.addr.port,
    stop() {
      stopping.abort();
      for (const socket of open) socket.close(1001, 'Server closed');
      return server.finished;
    },
  };
}
