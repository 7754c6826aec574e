import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch } from './detect.ts';
import { CompanyRegister, type KnownCompanies } from './known_companies.ts';

/** What is read of a batch's metadata; the fields with `file_` are those of a company batch. */
type Meta = {
  readonly batch_id: string;
  readonly interval_start: string;
  readonly interval_end: string;
  readonly file_offset?: number;
  readonly file_length?: number;
};

const NEWLINE = 0x0a;

/** The batches in a data folder one after the other: company batches in file order, then driver batches in time order. */
export function* batchesIn(dataDir: string): Generator<Batch> {
  // First the events, then the companies: so whoever drives in a batch that is seen is among the companies that are seen.
  const eventFolders = namesIn(join(dataDir, 'raw', 'events'));
  const companies = companyBytesIn(dataDir);
  yield* companyBatches(dataDir, companies);

  const known = registerOf(companies);
  for (const name of eventFolders) {
    const folder = join(dataDir, 'raw', 'events', name);
    const meta = metaAt(join(folder, 'batch_meta.json'));
    yield batchOf('driver', meta, readFileSync(join(folder, 'events.jsonl')), known);
  }
}

/** The bytes of `raw/companies.jsonl` up to its last newline: what comes after is still being written. */
function companyBytesIn(dataDir: string): Uint8Array | null {
  const path = join(dataDir, 'raw', 'companies.jsonl');
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  return bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
}

function registerOf(companies: Uint8Array | null): KnownCompanies {
  const register = new CompanyRegister();
  if (companies === null) register.missSome();
  else register.read(companies);
  return register.soFar();
}

/** Company batches stand one after the other in one file; their metadata says where. */
function* companyBatches(dataDir: string, companies: Uint8Array | null): Generator<Batch> {
  const folder = join(dataDir, 'manifests', 'company_batches');
  const register = new CompanyRegister();
  const names = namesIn(folder).filter((name) => name.endsWith('.json'));
  const metas = names.map((name) => metaAt(join(folder, name)));
  const placed = metas.map((meta) => ({ meta, from: meta.file_offset ?? 0, length: meta.file_length ?? 0 }));
  for (const { meta, from, length } of placed.sort((a, b) => a.from - b.from)) {
    // Metadata may outlive its lines, or be there before all of them are.
    if (companies === null || from + length > companies.length) continue;
    const bytes = companies.subarray(from, from + length);
    yield batchOf('company', meta, bytes, register.soFar());
    register.read(bytes);
  }
}

function batchOf(
  generator: Batch['generator'],
  meta: Meta,
  bytes: Uint8Array,
  companies: KnownCompanies,
): Batch {
  return {
    generator,
    batchId: meta.batch_id,
    intervalStartMs: Date.parse(meta.interval_start),
    intervalEndMs: Date.parse(meta.interval_end),
    bytes,
    companies,
  };
}

function metaAt(path: string): Meta {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Names in a folder in order, which is the order of time; none if the folder is not there. */
function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
