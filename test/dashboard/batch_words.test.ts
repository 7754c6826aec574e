import { expect, test } from 'vitest';
import type { BatchDetails } from '../../src/dashboard/page/api/batch_details.ts';
import { bytesWords } from '../../src/dashboard/page/batch/defect_words.ts';
import { metadataRows } from '../../src/dashboard/page/batch/metadata_rows.ts';
import { intervalText } from '../../src/dashboard/page/format.ts';

const DETAILS: BatchDetails = {
  generator: 'driver',
  batch_id: '20251109T120000Z',
  batch_number: 12,
  state: 'published',
  generation_mode: 'emulated',
  interval_start: '2025-11-09T12:00:00.000Z',
  interval_end: '2025-11-09T12:00:10.000Z',
  record_count: 1500,
  valid_count: 1000,
  corrupted_count: 500,
  bytes: 412_345,
  sha256: 'abc',
  seed: 53,
  pool_from: 1,
  pool_to: null,
  generator_version: 3,
  generation_ms: 12,
  published_at: '2025-11-09T12:00:10.001Z',
  lateness_us: 730,
  issues: { null_value: 500 },
  stages: [],
};

test('metadata has every field but the lists', () => {
  const rows = metadataRows(DETAILS);
  expect(rows).toHaveLength(Object.keys(DETAILS).length - 2);
  expect(Object.fromEntries(rows)).toMatchObject({
    'batch number': '12',
    'record count': '1,500',
    bytes: '412,345 (412.3 kB)',
    'published at': '2025-11-09 12:00:10.001 UTC',
    lateness: '0.73 ms',
    'pool to': '–',
  });
});

test('an interval names the second day where it is another', () => {
  const noon = '2025-11-09T12:00:00.000Z';
  expect(intervalText(noon, '2025-11-09T12:00:10.000Z')).toBe('2025-11-09 12:00:00–12:00:10');
  expect(intervalText(noon, '2025-11-10T12:00:00.000Z')).toBe('2025-11-09 12:00:00 – 2025-11-10 12:00:00');
});

test('bytes are told in hex, many of them by their number', () => {
  const op = { op: 'bytes', path: 'byte/1057', before: '22', after: 'ff' } as const;
  expect(bytesWords(op)).toBe('byte 1,057: 22 → ff');
  expect(bytesWords({ ...op, before: '00'.repeat(9), after: '' })).toBe(
    'byte 1,057: 00 00 00 00 00 00 00 00 … (9 bytes) → nothing',
  );
});
