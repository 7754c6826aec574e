import { Layout } from '../publish/layout.ts';
import { LocalDisk } from '../publish/local_disk.ts';
import type { Answer, Order } from './press_worker.ts';
import { stageBatch } from './stage.ts';
import { StripePress } from './stripe_press.ts';

declare const self: {
  onmessage: (message: { data: Order }) => void;
  postMessage(answer: Answer): void;
};

const disk = new LocalDisk();
const press = new StripePress();

self.onmessage = ({ data: { dataDir, job } }) => {
  const started = performance.now();
  try {
    const pressed = stageBatch(disk, new Layout(dataDir), job, press);
    self.postMessage({ staged: { pressed, generationMs: performance.now() - started } });
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    self.postMessage({ error: { message, code: code ?? 'EUNKNOWN' } });
  }
};
