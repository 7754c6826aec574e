import { connect } from 'node:net';

/** What a server answers to lines of HTTP/1.1 as they are; `fetch` would send none that are odd. */
export function rawRequest(
  port: number,
  lines: readonly string[],
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write([...lines, 'Connection: close', '', ''].join('\r\n'));
    });
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), text }));
  });
}
