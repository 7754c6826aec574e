import { Connection, tally } from './connection.ts';

/** How often each answer was given. */
type Tally = Record<string, number>;

const EVIL = 'evil.example';
const CHUNK = new Uint8Array(64 * 1024).fill(0x78);

const request = (line: string, bodyBytes = 0, headers: readonly string[] = ['Host: localhost']) =>
  [`${line} HTTP/1.1`, ...headers, `Content-Length: ${bodyBytes}`, '', ''].join('\r\n');

/** Asks all at once. */
async function ask(port: number, requests: readonly string[]): Promise<Connection[]> {
  const connections = requests.map((text) => new Connection(port, text));
  await Promise.all(connections.map((connection) => connection.answered()));
  for (const connection of connections) connection.destroy();
  return connections;
}

const answersOf = (connections: readonly Connection[]) => tally(connections.map(({ answer }) => answer));

/** A page of another name that was pointed at this machine reads and writes. */
export async function rebindName(port: number): Promise<Tally> {
  const lines = ['GET /', 'GET /api/health', 'GET /api/logs', 'GET /api/stream', 'POST /api/pause', 'POST /api/clean'];
  const headers = [`Host: ${EVIL}:${port}`, `Origin: http://${EVIL}:${port}`, 'Sec-Fetch-Site: same-origin'];
  return answersOf(await ask(port, lines.map((line) => request(line, 0, headers))));
} // biome-ignore format: a table

/** A page of another origin sends what a form can send, and opens a WebSocket. */
export async function forgeRequests(port: number): Promise<Tally> {
  const own = `Host: 127.0.0.1:${port}`;
  const form = 'Content-Type: text/plain';
  const pages = [
    [`Origin: http://${EVIL}`, 'Sec-Fetch-Site: cross-site'],
    [`Origin: http://${EVIL}`],
    ['Origin: null'],
    [`Origin: http://localhost:5173`, 'Sec-Fetch-Site: same-site'],
    ['Sec-Fetch-Site: cross-site'],
  ];
  const posts = ['POST /api/clean', 'POST /api/pause', 'POST /api/verdicts'].flatMap((line) =>
    pages.map((page) => request(line, 0, [own, form, ...page])),
  );
  const handshake = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const sockets = pages.map((page) =>
    request('GET /api/stream', 0, [
      own,
      ...handshake,
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ...page,
    ]),
  );
  return answersOf(await ask(port, [...posts, ...sockets]));
}

/** Ways to say a folder above, a file elsewhere, and nonsense. */
const PATHS = [
  '..', '../..', '%2e%2e', '%2e%2e%2f%2e%2e%2fetc%2fpasswd', '..%5c..%5cetc', '%252e%252e%252fetc', '....//etc', '..;/',
  '%c0%ae%c0%ae%c0%af', '%00', '20251109T120000Z%00', '20251109T120000Z/..', '%2fetc%2fpasswd', 'file:%2f%2f%2fetc%2fpasswd', '~root',
  '%ff%fe', '%F0%9F%9A%9A', '%E2%80%AE', 'a'.repeat(4000), '%2e%2e/'.repeat(200), 'CON', '__proto__', 'constructor', "'%20OR%201=1--",
]; // biome-ignore format: a table

/** Puts them where names stand. Returns how often each class of status was given, and everything that was no refusal. */
export async function climbPaths(port: number): Promise<{ answers: Tally; leaks: string[] }> {
  const lines = PATHS.flatMap((path) => [
    `GET /api/batches/driver/${path}/raw`,
    `GET /api/batches/driver/${path}/records`,
    `GET /api/batches/driver/${path}/issues`,
    `GET /api/batches/driver/${path}`,
    `GET /api/batches/${path}/20251109T120000Z/raw`,
    `GET /assets/${path}`,
    `GET /api/schemas/${path}`,
    `GET /${path}`,
    `POST /api/batches/driver/${path}/stages`,
  ]);
  const connections: Connection[] = [];
  while (lines.length > 0)
    connections.push(
      ...(await ask(
        port,
        lines.splice(0, 50).map((line) => request(line)),
      )),
    );
  // `/assets/..` is `/`: the page.
  const isRefused = (text: string) => /^HTTP\/1.1 4|content-type: text\/html/i.test(text);
  return {
    answers: tally(connections.map(({ answer }) => `${answer[0]}xx`)),
    leaks: connections.map(({ text }) => text).filter((text) => !isRefused(text)),
  };
}

/** Headers beyond all measure. */
export async function swellHeaders(port: number): Promise<Tally> {
  const long = ['X-Long: '.padEnd(64 * 1024, 'x')];
  const many = Array.from({ length: 1000 }, (_, i) => `X-${i}: x`);
  const lines = [
    request('GET /api/health', 0, ['Host: localhost', ...long]),
    request('GET /api/health', 0, ['Host: localhost', ...many]),
    request(`GET /${'x'.repeat(64 * 1024)}`),
  ];
  return answersOf(await ask(port, lines));
}

/** Bodies of so many bytes, told before and not, where small ones, large ones and none are expected. */
export async function swellBodies(port: number, bytes: number): Promise<Tally> {
  const paths = ['/api/verdicts', '/api/pause', '/api/batches/driver/x/stages'];
  const framings = [`Content-Length: ${bytes}`, 'Transfer-Encoding: chunked'];
  const answers: string[] = [];
  for (const path of paths) {
    for (const framing of framings) answers.push(await sendBody(port, path, framing, bytes));
  }
  return tally(answers);
}

async function sendBody(port: number, path: string, framing: string, bytes: number): Promise<string> {
  const connection = new Connection(port, `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${framing}\r\n\r\n`);
  const isChunked = framing.includes('chunked');
  for (let sent = 0; sent < bytes && connection.answer !== 'closed'; sent += CHUNK.length) {
    if (isChunked) await connection.write(`${CHUNK.length.toString(16)}\r\n`);
    await connection.write(CHUNK);
    if (isChunked) await connection.write('\r\n');
  }
  const answer = await connection.answered();
  connection.destroy();
  return answer;
}

/** Many bodies of verdicts at the same time, each as long as one may be. */
export async function sendTogether(port: number, count: number, bytes: number): Promise<Tally> {
  const line = `{"batch_id":"20251109T120000Z","line":1,"rule":"${'x'.repeat(200)}"}\n`;
  const block = line.repeat(250);
  const blocks = Array<string>(Math.floor(bytes / block.length)).fill(block);
  return tally(await Promise.all(Array.from({ length: count }, () => sendVerdicts(port, blocks))));
}

/** A body in which each verdict is on another batch. */
export async function nameBatches(port: number, bytes: number): Promise<Tally> {
  const blocks = Array.from({ length: Math.floor(bytes / 40_000) }, (_, i) =>
    Array.from({ length: 1000 }, (_, j) => `{"batch_id":"B${i * 1000 + j}","line":1}\n`).join(''),
  );
  return tally([await sendVerdicts(port, blocks)]);
}

/** A body of newlines. */
export async function sendNewlines(port: number, bytes: number): Promise<Tally> {
  return tally([
    await sendVerdicts(port, Array<string>(Math.floor(bytes / 65_536)).fill('\n'.repeat(65_536))),
  ]);
}

/** Arrays as long as one may be, which can only be parsed in one go. */
export async function sendArrays(port: number, count: number): Promise<Tally> {
  const verdict = '{"batch_id":"20251109T120000Z","line":1}';
  const array = `[${Array<string>(25_000).fill(verdict).join(',')}]`;
  return tally(await Promise.all(Array.from({ length: count }, () => sendVerdicts(port, [array]))));
}

/** How a body of verdicts is answered, which is sent until it is. */
async function sendVerdicts(port: number, blocks: readonly string[]): Promise<string> {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const connection = new Connection(port, request('POST /api/verdicts', length));
  for (const block of blocks) if (connection.answer === 'open') await connection.write(block);
  const answer = await connection.answered();
  connection.destroy();
  return answer;
}

/** Sends a byte of a header a second, and never comes to an end (slow loris). */
export async function dripHeaders(port: number, count: number): Promise<Tally> {
  return drip(port, count, 'GET /api/health HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n');
}

/** The same with a body. */
export async function dripBodies(port: number, count: number): Promise<Tally> {
  return drip(
    port,
    count,
    'POST /api/verdicts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n',
    ' ',
  );
}

async function drip(port: number, count: number, beginning: string, rest: string): Promise<Tally> {
  const connections = Array.from({ length: count }, () => new Connection(port, beginning));
  await Promise.all(connections.map(({ opened }) => opened));
  for (const connection of connections) connection.drip(rest, 1000);
  await Promise.all(connections.map(({ closed }) => closed));
  return answersOf(connections);
}

/** Begins requests and goes, before all of a body is there or while an answer comes. */
export async function hangUp(port: number): Promise<Tally> {
  const posts = ['/api/verdicts', '/api/pause', '/api/batches/driver/x/stages'].flatMap((path) => [
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n{`,
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{`,
  ]);
  const connections = posts.map((text) => new Connection(port, text));
  // The service has read what was sent before this once that is answered.
  await ask(port, [request('GET /livez')]);
  for (const connection of connections) connection.destroy();
  return answersOf(connections);
}

/** Opens connections and says nothing. Resolves once the service has closed them all. */
export async function idle(port: number, count: number): Promise<Tally> {
  const connections: Connection[] = [];
  while (connections.length < count) {
    const wave = Array.from(
      { length: Math.min(500, count - connections.length) },
      () => new Connection(port),
    );
    await Promise.all(wave.map(({ opened }) => opened));
    connections.push(...wave);
  }
  await Promise.all(connections.map(({ closed }) => closed));
  return answersOf(connections);
}

/** Follows the stream many times, and reads of it or not. Resolves after `meanwhile`, once all have left. */
export async function follow(
  port: number,
  count: number,
  reads: boolean,
  meanwhile: () => Promise<void>,
): Promise<Tally> {
  const connections = await Promise.all(
    Array.from({ length: count }, async () => {
      const connection = new Connection(port, request('GET /api/stream?last=1000'));
      await connection.answered();
      if (!reads) connection.throttle(0);
      return connection;
    }),
  );
  await meanwhile();
  for (const connection of connections) connection.destroy();
  return answersOf(connections);
}

/** Downloads a batch many times at so many bytes a second each. Resolves after `meanwhile`. */
export async function download(
  port: number,
  batchId: string,
  count: number,
  bytesPerSecond: number,
  meanwhile: () => Promise<void>,
): Promise<Tally> {
  const connections = await Promise.all(
    Array.from({ length: count }, async () => {
      const connection = new Connection(port, request(`GET /api/batches/driver/${batchId}/raw`));
      await connection.answered();
      connection.throttle(bytesPerSecond);
      return connection;
    }),
  );
  await meanwhile();
  for (const connection of connections) connection.destroy();
  return answersOf(connections);
}

/** Downloads a batch many times at full speed, and again, for so many seconds. */
export async function downloadAgain(
  port: number,
  batchId: string,
  count: number,
  seconds: number,
): Promise<Tally> {
  const endMs = performance.now() + seconds * 1000;
  const answers: string[] = [];
  const clients = Array.from({ length: count }, async () => {
    while (performance.now() < endMs) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/batches/driver/${batchId}/raw`);
      for await (const _ of answer.body as unknown as AsyncIterable<Uint8Array>);
      answers.push(String(answer.status));
    }
  });
  await Promise.all(clients);
  return tally(answers);
}

/** Asks for the last lines of a batch, and of its answer key, many times at once: all before them must be read. */
export async function pageDeep(port: number, batchId: string, count: number): Promise<Tally> {
  const lines = Array.from({ length: count }, (_, i) => {
    const [kind, offset] = i % 2 === 0 ? ['records', 159_990] : ['issues', 47_000];
    return request(`GET /api/batches/driver/${batchId}/${kind}?offset=${offset}&limit=10`);
  });
  return answersOf(await ask(port, lines));
}
