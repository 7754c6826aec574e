import { afterEach, expect, test } from 'vitest';
import { readCommandLine } from '../../src/cli/options.ts';
import { start } from '../../src/cli/start.ts';
import { SystemClock } from '../../src/engine/system_clock.ts';
import { InlinePress } from '../fakes/inline_press.ts';
import { publishedFolder, recorded, removeFolders } from './published_folder.ts';

afterEach(removeFolders);

test('a signal that comes while the service is starting is obeyed once it has started', async () => {
  const { dataDir, layout, disk } = await publishedFolder();
  const { options } = readCommandLine(['--data-dir', dataDir, '--port', '0'], {});
  const { writers, out } = recorded();
  const code = await start(options, {
    disk,
    writers,
    clock: new SystemClock(),
    openPress: () => new InlinePress(disk, layout),
    drawSeed: () => 7000,
    onSignal: (signal, act) => {
      if (signal === 'SIGUSR1' || signal === 'SIGTERM') act();
    },
  });
  expect(code).toBe(0);
  const said = out.map((line) => line.replace(/^\S+ INFO /, ''));
  expect(said.slice(-3)).toEqual(['Stopping on SIGTERM', 'Paused', 'Stopped']);
});

test('an addon that cannot be loaded is not taken for a data folder that cannot be written', async () => {
  const { dataDir, layout, disk } = await publishedFolder();
  const { options } = readCommandLine(['--data-dir', dataDir, '--port', '0'], {});
  // What Bun throws where the lock, the first that needs SQLite, finds a /tmp in which nothing may run.
  const message = '/tmp/addon.node: failed to map segment from shared object';
  disk.makeFolder = () => {
    throw Object.assign(new Error(message), { code: 'ERR_DLOPEN_FAILED' });
  };
  const started = start(options, {
    disk,
    writers: recorded().writers,
    clock: new SystemClock(),
    openPress: () => new InlinePress(disk, layout),
    drawSeed: () => 7000,
    onSignal: () => {},
  });
  await expect(started).rejects.toThrow(/^cannot load SQLite's addon: \/tmp\/addon\.node: .*BUN_TMPDIR/);
});
