import { Layout } from '../publish/layout.ts';
import { LocalDisk } from '../publish/local_disk.ts';
import type { Answer, Order } from './press_worker.ts';
import { helpPress, pressShared } from './shared_press.ts';
import { type PressLines, stageBatch } from './stage.ts';
import { StripePress } from './stripe_press.ts';

declare const self: {
  onmessage: (message: { data: Order }) => void;
  postMessage(answer: Answer): void;
};

const disk = new LocalDisk();
const press = new StripePress();

self.onmessage = ({ data: order }) => {
  try {
    self.postMessage(follow(order));
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    self.postMessage({ error: { message, code: code ?? 'EUNKNOWN' } });
  }
};

function follow({ dataDir, job, ring, role }: Order): Answer {
  if (role === 'help') {
    helpPress(job, ring, press);
    return { staged: null };
  }
  const together: PressLines | undefined =
    ring === null
      ? undefined
      : (_, write, own = press, writeKey) => pressShared(job, ring, write, own, writeKey);
  const started = performance.now();
  const pressed = stageBatch(disk, new Layout(dataDir), job, press, together);
  return { staged: { pressed, generationMs: performance.now() - started } };
}
