import fc from 'fast-check';
import { expect, test } from 'vitest';
import { published, put } from '../fixtures.ts';
import { gradedService } from './graded_service.ts';

const CANARY = 'what nobody may read';
const SUFFIXES = ['', '/raw', '/records', '/issues', '/stages'];

/** Pieces of which ways out of a folder are made, and their disguises. */
const PIECES = [
  '..', '.', '/', '\\', '%2e', '%2E%2E', '%2f', '%5c', '%252e%252e%252f', '%c0%ae', '%c0%af', '%00', '%0d%0a', '%ff', '~', ':', ';', '*', '?x=', '#',
  'etc', 'passwd', 'manifests', 'raw', 'events', 'driver', 'company', 'staging', '20251109T120000Z', 'Z', '%20', '\u202e', '\u0000', '\ud83d', '🚚', 'a'.repeat(300),
]; // biome-ignore format: a table
const nasty = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

test('no way of writing a generator or a batch id reads anything but what batches consist of', async () => {
  const { app, host } = await gradedService();
  const { disk, layout } = host;
  const rows = [...published(host, 'company'), ...published(host, 'driver')];
  const own = new Set(
    rows.flatMap((row) => [layout.linesOf(row).path, layout.answerKey(row.generator, row.batchId)]),
  );
  const secrets = [
    '/etc/passwd',
    '/data/manifests/secret',
    '/data/raw/secret',
    '/data/staging/driver/secret/events.jsonl',
  ];
  for (const path of secrets) {
    disk.makeFolder(path.slice(0, path.lastIndexOf('/')));
    put(disk, path, CANARY);
  }
  const reads: string[] = [];
  const read = disk.read.bind(disk);
  disk.read = (path, from, length) => {
    reads.push(path);
    return read(path, from, length);
  };
  const known = rows[0]!;
  const generator = fc.oneof(nasty, fc.constantFrom('driver', 'company'));
  const batchId = fc.oneof(
    { weight: 4, arbitrary: nasty },
    { weight: 1, arbitrary: fc.constant(known.batchId) },
  );
  await fc.assert(
    fc.asyncProperty(generator, batchId, fc.constantFrom(...SUFFIXES), async (generator, batchId, suffix) => {
      const method = suffix === '/stages' ? 'POST' : 'GET';
      const response = await app.request(`/api/batches/${generator}/${batchId}${suffix}`, { method });
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toContain(CANARY);
    }),
    { numRuns: 2000 },
  );
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.filter((path) => !own.has(path))).toEqual([]);
});
