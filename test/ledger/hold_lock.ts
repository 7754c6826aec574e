// Run by lock.test.ts in a process of its own: takes the lock of a folder, says so, and holds it until it is killed.
import { lockFolder } from '../../src/ledger/lock.ts';
import { Layout } from '../../src/publish/layout.ts';
import { LocalDisk } from '../../src/publish/local_disk.ts';

lockFolder(new LocalDisk(), new Layout(process.argv[2]!), Date.parse('2025-11-09T12:00:00.000Z'));
process.stdout.write('locked\n');
setInterval(() => {}, 1_000_000);
