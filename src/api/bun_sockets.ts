import type { Server, ServerWebSocket, WebSocketHandler } from 'bun';
import {
  type ClientSocket,
  LONGEST_RECEIVED_BYTES,
  MOST_WAITING_BYTES,
  type SocketListener,
  type Upgrade,
} from './client_socket.ts';
import { ApiProblem } from './problem.ts';

/** What Bun keeps with a socket. */
export type Attached = { readonly listener: SocketListener; goOn: () => void };

/** Makes WebSockets of the requests of a server, which must have `bunWebSockets`. */
export function upgradeOnBun(server: Server<Attached>): Upgrade {
  return (request, subprotocol, listener) => {
    const data: Attached = { listener, goOn: () => {} };
    // Where this header is left out, Bun answers what the client offers first.
    const headers = { 'sec-websocket-protocol': subprotocol ?? '' };
    if (server.upgrade(request, { data, headers })) return new Response(null);
    throw new ApiProblem('invalid_handshake', 'this request cannot become a WebSocket');
  };
}

/** How a server handles its WebSockets. */
export const bunWebSockets: WebSocketHandler<Attached> = {
  maxPayloadLength: LONGEST_RECEIVED_BYTES,
  open: (ws) => ws.data.listener.opened(clientSocket(ws)),
  message: () => {},
  drain: (ws) => ws.data.goOn(),
  close: (ws) => {
    ws.data.goOn();
    ws.data.listener.closed();
  },
};

function clientSocket(ws: ServerWebSocket<Attached>): ClientSocket {
  const isFull = () => ws.readyState === WebSocket.OPEN && ws.getBufferedAmount() > MOST_WAITING_BYTES;
  return {
    send: (text) => void ws.send(text),
    async ready() {
      while (isFull()) {
        await new Promise<void>((resolve) => {
          ws.data.goOn = resolve;
        });
      }
    },
    close: (code, reason) => ws.close(code, reason),
  };
}
