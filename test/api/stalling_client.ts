import { connect, type Socket } from 'node:net';

/** A client on a socket of its own: it may read nothing for a while. `fetch` would have no more than 256 at once. */
export class StallingClient {
  protected readonly socket: Socket;

  /** @param request the lines of its head */
  constructor(port: number, request: readonly string[]) {
    this.socket = connect(port, '127.0.0.1', () => {
      this.socket.write([...request, '', ''].join('\r\n'));
    });
  }

  stall(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }
}
