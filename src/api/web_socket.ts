import type { Logger } from '../log/log.ts';
import type { ClientSocket, SocketListener } from './client_socket.ts';
import type { Follower, Frame } from './follower.ts';
import { ApiProblem } from './problem.ts';
import { SUBPROTOCOL, subprotocolsOf } from './token.ts';

/** Of RFC 6455: there is no other. */
const VERSION = '13';

/** Of the registry that RFC 6455 founded. */
const TRY_AGAIN_LATER = 1013;

const HEARTBEAT: readonly Frame[] = [{ id: null, event: 'heartbeat', data: '{}' }];

/** Whether a request asks for a WebSocket. */
export function asksForWebSocket(headers: Headers): boolean {
  return wordsOf(headers.get('upgrade')).includes('websocket');
}

/**
 * The subprotocol to answer a client that asks for a WebSocket; null: none.
 * @throws {ApiProblem} 426 for another version, 400 where the handshake is not that of RFC 6455
 */
export function subprotocolFor(headers: Headers): string | null {
  const version = headers.get('sec-websocket-version');
  if (version !== VERSION) {
    const detail = `Sec-WebSocket-Version must be ${VERSION}, got ${version?.slice(0, 100) ?? 'none'}`;
    throw new ApiProblem('websocket_version', detail, {
      upgrade: 'websocket',
      'sec-websocket-version': VERSION,
    });
  }
  if (!wordsOf(headers.get('connection')).includes('upgrade')) {
    const detail = 'a WebSocket needs the header Connection: Upgrade, which a proxy must pass on';
    throw new ApiProblem('invalid_handshake', detail);
  }
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get('sec-websocket-key') ?? '')) {
    const detail = 'a WebSocket needs the header Sec-WebSocket-Key: 16 random bytes in base64';
    throw new ApiProblem('invalid_handshake', detail);
  }
  return subprotocolsOf(headers).includes(SUBPROTOCOL) ? SUBPROTOCOL : null;
}

/** The words of a header that is a list, in lower case. */
function wordsOf(list: string | null): string[] {
  return (list ?? '').split(',').map((word) => word.trim().toLowerCase());
}

/**
 * Tells whoever opens a socket what a follower has to tell.
 * @param quietMs after so much silence comes a heartbeat
 */
export function tellingListener(follow: () => Follower, quietMs: number, log: Logger): SocketListener {
  let follower: Follower | null = null;
  return {
    opened(socket) {
      try {
        follower = follow();
      } catch (error) {
        // Browsers tell a page nothing of an upgrade that is refused.
        socket.close(TRY_AGAIN_LATER, (error as Error).message);
        return;
      }
      tell(follower, socket, quietMs).catch((error: Error) => {
        log.error(`A WebSocket of /api/stream failed: ${error.message}`, { stack: error.stack });
        socket.close(1011, 'something went wrong here: GET /api/logs says what');
      });
    },
    closed: () => follower?.close(),
  };
}

/** Sends frames as fast as the socket takes them and no faster, until the follower is closed. */
async function tell(follower: Follower, socket: ClientSocket, quietMs: number): Promise<void> {
  for (;;) {
    const frames = await follower.next(quietMs);
    if (frames === null) return;
    for (const frame of frames.length === 0 ? HEARTBEAT : frames) {
      socket.send(messageOf(frame));
      await socket.ready();
    }
  }
}

function messageOf({ id, event, data }: Frame): string {
  return `{"id":${id},"event":"${event}","data":${data}}`;
}
