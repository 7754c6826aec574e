import { bunWebSockets, upgradeOnBun } from './bun_sockets.ts';
import type { Sockets } from './client_socket.ts';
import { type UpgradingDeno, upgradeOnDeno } from './deno_sockets.ts';

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

/** Until an idle connection is closed; a clean of many files says nothing for a while. */
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
 * @throws {ListenError}
 */
export function serve(fetch: Handler, hostname: string, port: number): Serving {
  const { Deno: deno } = globalThis as { Deno?: Deno };
  try {
    return deno === undefined ? serveOnBun(fetch, hostname, port) : serveOnDeno(deno, fetch, hostname, port);
  } catch (error) {
    throw new ListenError(hostname, port, error as NodeJS.ErrnoException);
  }
}

function serveOnBun(fetch: Handler, hostname: string, port: number): Serving {
  const server = Bun.serve({
    hostname,
    port,
    idleTimeout: IDLE_SECONDS,
    fetch: (request, server) => fetch(request, { upgrade: upgradeOnBun(server) }),
    websocket: bunWebSockets,
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
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
