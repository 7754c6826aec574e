import { serve } from '../../src/api/serve.ts';
import { openStream, until } from './stream_fixture.ts';
import { WebSocketClient } from './web_socket_client.ts';

// Run by Deno: follows the stream over a WebSocket and prints what was seen.
const { app, feed, happen } = openStream();
const serving = serve(app.fetch, '127.0.0.1', 0);
const client = new WebSocketClient(serving.port, {
  path: '/api/stream?last=1',
  headers: { 'Sec-WebSocket-Protocol': 'secret, tachograph' },
});
const ids = [happen('before')];
await until(() => feed.followers === 1);
client.stall();
for (let i = 0; i < 2000; i++) ids.push(happen('x'.repeat(4096)));
client.readOn();
await until(() => client.ids.length === ids.length);

const talker = new WebSocketClient(serving.port);
await until(() => feed.followers === 2);
talker.send('x'.repeat(1025));
await until(() => talker.closeCode !== null);

await serving.stop();
await until(() => client.closeCode !== null);
client.close();
talker.close();
await until(() => feed.followers === 0);
console.log(
  JSON.stringify({
    protocol: client.answer!.match(/^sec-websocket-protocol: (.*)$/im)?.[1],
    caughtUp: client.ids.every((id, i) => id === ids[i]),
    closeCode: client.closeCode,
    tooLong: talker.closeCode,
    followers: feed.followers,
  }),
);
