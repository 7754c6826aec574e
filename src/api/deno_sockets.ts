import { Buffer } from 'node:buffer';
import {
  type ClientSocket,
  LONGEST_RECEIVED_BYTES,
  MOST_WAITING_BYTES,
  type Upgrade,
} from './client_socket.ts';

/** What this file uses of Deno, whose types are not installed. */
export type UpgradingDeno = {
  upgradeWebSocket(
    request: Request,
    options: { protocol?: string },
  ): { socket: WebSocket; response: Response };
};

/** How often a socket that is full is looked at: nothing tells when it has room. */
const LOOK_MS = 10;

/** Makes WebSockets of requests; `open` holds those that are open. */
export function upgradeOnDeno(deno: UpgradingDeno, open: Set<WebSocket>): Upgrade {
  return (request, subprotocol, listener) => {
    const { socket, response } = deno.upgradeWebSocket(
      request,
      subprotocol === null ? {} : { protocol: subprotocol },
    );
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      open.add(socket);
      listener.opened(clientSocket(socket));
    };
    socket.onmessage = ({ data }) => {
      if (Buffer.byteLength(data) > LONGEST_RECEIVED_BYTES) socket.close(1009, 'Received too big message');
    };
    socket.onclose = () => {
      open.delete(socket);
      listener.closed();
    };
    return response;
  };
}

function clientSocket(socket: WebSocket): ClientSocket {
  const isFull = () => socket.readyState === WebSocket.OPEN && socket.bufferedAmount > MOST_WAITING_BYTES;
  return {
    send: (text) => socket.send(text),
    async ready() {
      while (isFull()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    },
    close: (code, reason) => socket.close(code, reason),
  };
}
