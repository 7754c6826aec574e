import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEntry, LogTail } from '../../src/dashboard/page/state/log_tail.ts';
import type { LogEntry } from '../../src/log/entry.ts';

function entry(extra: LogEntry['extra'] = {}): LogEntry {
  return { timestamp: '2025-11-09T12:00:00.000Z', level: 'info', logger: 'test', message: 'said', extra };
}

test('the newest lines are kept, in order, under keys that never come twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.array(fc.nat(25)), (kept, sizes) => {
      const tail = new LogTail(kept);
      const all: LogEntry[] = [];
      for (const size of sizes) {
        const entries = Array.from({ length: size }, () => entry());
        tail.append(entries);
        all.push(...entries);
        const first = Math.max(0, all.length - kept);
        expect(tail.lines.map((line) => isEntry(line) && line.entry)).toEqual(all.slice(-kept));
        expect(tail.lines.map(({ key }) => key)).toEqual(all.map((_, key) => key).slice(first));
      }
    }),
  );
});

test('extra is kept as compact JSON, and as nothing where there is nothing to tell', () => {
  const tail = new LogTail(10);
  tail.append([entry(), entry({ code: 'ENOSPC', issues: { null_value: 2 } })]);
  expect(tail.lines.map((line) => isEntry(line) && line.extra)).toEqual([
    '',
    '{"code":"ENOSPC","issues":{"null_value":2}}',
  ]);
});

test('keys go on after a clear', () => {
  const tail = new LogTail(10);
  tail.append([entry(), entry()]);
  tail.clear();
  tail.divide(null);
  expect(tail.lines).toEqual([{ key: 2, missing: null }]);
});
