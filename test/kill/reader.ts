import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// A program of its own: reads a data folder as a pipeline would, all the time, and writes one line for
// everything that a reader must never see. Ends when its standard input does.

const dataDir = process.argv[2]!;
const events = join(dataDir, 'raw/events');
const companies = join(dataDir, 'raw/companies.jsonl');
/** What was read of each batch when it was first seen. */
const seen = new Map<string, string>();
let companyBytes = Buffer.alloc(0);

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const say = (line: string) => process.stdout.write(`${line}\n`);

function lookAtBatch(batchId: string): void {
  const seenMs = Date.now();
  const bytes = readFileSync(join(events, batchId, 'events.jsonl'));
  const meta = JSON.parse(readFileSync(join(events, batchId, 'batch_meta.json'), 'utf8'));
  if (seenMs < Date.parse(meta.interval_end)) say(`early: ${batchId} was there ${meta.interval_end}`);
  if (hash(bytes) !== meta.sha256) say(`torn: ${batchId} is not what its metadata say`);
  seen.set(batchId, meta.sha256);
}

/** `companies.jsonl` only ever grows: what was read once stays as it was. */
function lookAtCompanies(): void {
  if (!existsSync(companies)) return;
  const bytes = readFileSync(companies);
  if (!bytes.subarray(0, companyBytes.length).equals(companyBytes))
    say('changed: companies.jsonl after it was read');
  companyBytes = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}

function look(): void {
  const names = existsSync(events) ? readdirSync(events) : [];
  for (const name of names) if (!seen.has(name)) lookAtBatch(name);
  for (const name of seen.keys()) if (!names.includes(name)) say(`gone: ${name}`);
  lookAtCompanies();
}

const timer = setInterval(look, 2);
process.stdin.on('data', () => {});
process.stdin.on('end', () => {
  clearInterval(timer);
  look();
  for (const [batchId, sha256] of seen) {
    if (hash(readFileSync(join(events, batchId, 'events.jsonl'))) !== sha256) say(`changed: ${batchId}`);
  }
  say(`read ${seen.size} batches`);
});
