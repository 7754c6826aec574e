import { loadSettings } from '../src/config/load.ts';
import { boot } from '../src/engine/boot.ts';
import { prepareFolder } from '../src/engine/folder.ts';
import { Bus } from '../src/events/bus.ts';
import { Ledger } from '../src/ledger/ledger.ts';
import { Log } from '../src/log/log.ts';
import type { DiskWriter } from '../src/publish/disk.ts';
import { Layout } from '../src/publish/layout.ts';
import { LocalDisk } from '../src/publish/local_disk.ts';
import { InlinePress } from '../test/fakes/inline_press.ts';
import { SimulatedClock } from '../test/fakes/simulated_clock.ts';

/** Nothing of a bench need outlive a power cut. */
class UnsyncedDisk extends LocalDisk {
  override sync(): void {}

  override create(path: string): DiskWriter {
    return unsynced(super.create(path));
  }

  override append(path: string): DiskWriter {
    return unsynced(super.append(path));
  }
}

function unsynced(writer: DiskWriter): DiskWriter {
  return { write: (bytes) => writer.write(bytes), sync: () => {}, close: () => writer.close() };
}

/**
 * Makes a data folder as the real service leaves it that has run with a config until a moment ago.
 *
 * @param config path of a config whose generators have one and the same interval
 * @param intervals how many of them it has run: each has a batch of both
 */
export async function fillFolder(root: string, config: string, intervals: number): Promise<void> {
  const loaded = loadSettings(config);
  if (!loaded.ok) throw new Error(`${config} is not valid`);
  const { settings } = loaded;
  const intervalMs = settings.intervalMs.driver;
  const layout = new Layout(root);
  const disk = new UnsyncedDisk();
  prepareFolder(disk, layout);
  const ledger = new Ledger(layout.ledger);
  ledger.connection.$client.pragma('synchronous = OFF');
  try {
    // The baseline is the first.
    const clock = new SimulatedClock(Date.now() - (intervals - 1) * intervalMs);
    const press = new InlinePress(disk, layout);
    const log = new Log(() => clock.nowMs, []).logger('engine');
    const deps = { clock, disk, layout, ledger, press, bus: new Bus(), log, settings };
    const engine = boot({ ...deps, runId: 'bench', drawSeed: () => 0 }, '');
    const ended = engine.run();
    await clock.run((intervals - 1) * intervalMs);
    engine.stop();
    await ended;
    ledger.endRun('bench', clock.nowMs);
  } finally {
    ledger.close();
  }
}
