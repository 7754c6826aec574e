import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Layout } from '../../src/publish/layout.ts';

type Row = {
  generator: 'company' | 'driver';
  number: number;
  batch_id: string;
  interval_start: string;
  interval_end: string;
  sha256: string;
  bytes: number;
  file_offset: number;
};

/** What is wrong in a data folder that a service has been stopped on; nothing if all holds. Reads the files as they are. */
export function faultsOf(dataDir: string): string[] {
  const layout = new Layout(dataDir);
  const ledger = new Database(layout.ledger, { readonly: true });
  const rows = ledger
    .prepare(`SELECT * FROM batches WHERE state = 'published' ORDER BY number`)
    .all() as Row[];
  const gaps = ledger.prepare('SELECT generator, from_at, to_at FROM gaps').all() as {
    generator: string;
    from_at: string;
    to_at: string;
  }[];
  ledger.close();
  const faults: string[] = [];
  for (const generator of ['company', 'driver'] as const) {
    const own = rows.filter((row) => row.generator === generator);
    own.forEach(({ number }, i) => {
      if (number !== i + 1) faults.push(`${generator} batch ${i + 1} has number ${number}`);
    });
    const settled = [
      ...own.map((row) => [row.interval_start, row.interval_end] as const),
      ...gaps.filter((gap) => gap.generator === generator).map((gap) => [gap.from_at, gap.to_at] as const),
    ].sort(([a], [b]) => a.localeCompare(b));
    for (let i = 1; i < settled.length; i++) {
      if (settled[i]![0] !== settled[i - 1]![1]) {
        faults.push(`${generator}: ${settled[i - 1]![1]} is followed by ${settled[i]![0]}`);
      }
    }
  }
  const drivers = rows.filter(({ generator }) => generator === 'driver');
  for (const { batch_id: batchId, sha256 } of drivers) {
    if (sha256Of(readFileSync(layout.eventLines(batchId))) !== sha256)
      faults.push(`driver batch ${batchId} differs`);
  }
  const folders = readdirSync(layout.events);
  if (folders.length !== drivers.length)
    faults.push(`${folders.length} folders, ${drivers.length} in the ledger`);
  const file = readFileSync(layout.companies);
  let end = 0;
  for (const { generator, batch_id: batchId, sha256, bytes, file_offset: offset } of rows) {
    if (generator !== 'company') continue;
    if (offset !== end) faults.push(`company batch ${batchId} begins at ${offset}, not at ${end}`);
    if (sha256Of(file.subarray(offset, offset + bytes)) !== sha256)
      faults.push(`company batch ${batchId} differs`);
    end = offset + bytes;
  }
  if (file.length !== end) faults.push(`companies.jsonl has ${file.length} bytes, the ledger says ${end}`);
  for (const generator of ['company', 'driver'] as const) {
    const staged = readdirSync(layout.staging(generator));
    if (staged.length > 0) faults.push(`staging/${generator} holds ${staged.join(', ')}`);
  }
  return faults;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
