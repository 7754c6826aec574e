import type { Disk, DiskWriter } from '../../src/publish/disk.ts';
import type { Mutation } from './world.ts';

/*
 * Services that are wrong on purpose, to show that the simulator sees it. Each is the real one on ports that do
 * something else than they are asked for, so that it comes out as if the publisher's code had been written that way.
 */

/** The rename of a driver batch is never made durable. */
export const forgetsToSyncEvents: Mutation = (ports) => ({
  ...ports,
  disk: changed(ports.disk, {
    sync: (path) => {
      // A rename is a change of both folders, so that syncing either would do.
      if (path !== ports.layout.events && path !== ports.layout.staging('driver')) ports.disk.sync(path);
    },
  }),
});

/** The names of a batch's files are not made durable before its folder is renamed. */
export const forgetsToSyncStaging: Mutation = (ports) => ({
  ...ports,
  disk: changed(ports.disk, {
    sync: (path) => {
      if (!path.startsWith(`${ports.layout.staging('driver')}/`)) ports.disk.sync(path);
    },
  }),
});

/** What was appended to companies.jsonl is not made durable. */
export const forgetsToSyncCompanies: Mutation = (ports) => ({
  ...ports,
  disk: changed(ports.disk, {
    sync: (path) => {
      if (path !== ports.layout.companies) ports.disk.sync(path);
    },
  }),
});

/** The answer key is written and not made durable. */
export const forgetsToSyncAnswerKeys: Mutation = ({ disk, layout, ...ports }) => ({
  ...ports,
  layout,
  disk: changed(disk, {
    create: (path) =>
      path.startsWith(`${layout.answerKeys}/`) ? unsynced(disk.create(path)) : disk.create(path),
  }),
});

/** A batch's bytes are made durable only after it was renamed. */
export const renamesBeforeItSyncs: Mutation = (ports) => {
  const { disk, layout } = ports;
  return {
    ...ports,
    disk: changed(disk, {
      create: (path) =>
        path.startsWith(layout.staging('driver')) ? unsynced(disk.create(path)) : disk.create(path),
      rename: (from, to) => {
        disk.rename(from, to);
        if (to.startsWith(`${layout.events}/`)) for (const name of disk.list(to)) disk.sync(`${to}/${name}`);
      },
    }),
  };
};

/** A driver batch is recorded first and renamed when that is done. */
export const recordsBeforeItRenames: Mutation = (ports) => {
  const { disk, ledger, layout } = ports;
  let held: (() => void)[] = [];
  return {
    ...ports,
    disk: changed(disk, {
      rename: (from, to) => {
        if (!to.startsWith(`${layout.events}/`)) return disk.rename(from, to);
        held.push(() => {
          disk.rename(from, to);
          disk.sync(layout.events);
        });
      },
    }),
    ledger: new Proxy(ledger, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (name !== 'publish') return value;
        return (...args: Parameters<typeof ledger.publish>) => {
          const ids = ledger.publish(...args);
          for (const rename of held) rename();
          held = [];
          return ids;
        };
      },
    }),
  };
};

/** A batch is copied to its place file by file. */
export const copiesInsteadOfRenaming: Mutation = (ports) => {
  const { disk, layout } = ports;
  return {
    ...ports,
    disk: changed(disk, {
      rename: (from, to) => {
        if (!to.startsWith(`${layout.events}/`)) return disk.rename(from, to);
        disk.makeFolder(to);
        for (const name of disk.list(from)) disk.rename(`${from}/${name}`, `${to}/${name}`);
        disk.sync(to);
        disk.remove(from);
      },
    }),
  };
};

/** Its clock is a second fast. */
export const isEarly: Mutation = (ports) => ({
  ...ports,
  clock: {
    nowUs: () => ports.clock.nowUs() + 1_000_000,
    sleepUntil: (atMs, signal) => ports.clock.sleepUntil(atMs === null ? null : atMs - 1000, signal),
  },
});

/** Gaps are not written down. */
export const forgetsGaps: Mutation = (ports) => ({
  ...ports,
  ledger: new Proxy(ports.ledger, {
    get: (target, name) => (name === 'gap' ? () => {} : Reflect.get(target, name)),
  }),
});

/** A pause is not written down. */
export const forgetsPauses: Mutation = (ports) => ({
  ...ports,
  ledger: new Proxy(ports.ledger, {
    get: (target, name) => {
      if (name !== 'recordLifecycle') return Reflect.get(target, name);
      return (...[action, fact]: Parameters<typeof ports.ledger.recordLifecycle>) =>
        action === 'pause' ? 0 : ports.ledger.recordLifecycle(action, fact);
    },
  }),
});

function unsynced(writer: DiskWriter): DiskWriter {
  return { write: (bytes) => writer.write(bytes), sync: () => {}, close: () => writer.close() };
}

function changed(disk: Disk, change: Partial<Disk>): Disk {
  return new Proxy(disk, {
    get: (target, name) => Reflect.get(change, name) ?? Reflect.get(target, name),
  });
}
