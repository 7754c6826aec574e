import { expect, test } from 'vitest';
import { CompanyLines } from '../../src/encode/company_lines.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import { type CompanyStripe, drawCompanies } from '../../src/fleet/company_stripe.ts';
import { uuidText } from '../../src/fleet/uuid.ts';
import { linesOf, NOON, sizingOf, wholeStripe } from '../press/jobs.ts';

function encode(companies: CompanyStripe, driversPerCompany = 10): string[] {
  const lines = new LineBuffer();
  new CompanyLines(companies, NOON, driversPerCompany).writeLines(lines, 0, companies.count);
  expect(lines.lineCount).toBe(companies.count);
  return linesOf(Buffer.from(lines.view()));
}

const draw = (count: number) => drawCompanies(42, wholeStripe(count), 3_600_000, sizingOf());

test('every line is compact JSON with the fields in their order and the values that were drawn', () => {
  const companies = draw(3000);
  for (const [i, line] of encode(companies, 1000).entries()) {
    const record = JSON.parse(line);
    expect(JSON.stringify(record)).toBe(line);
    expect(Object.keys(record)).toEqual([
      'company_id',
      'company_name',
      'geography',
      'active',
      'drivers_count',
      'created_at',
    ]);
    expect(record).toEqual({
      company_id: uuidText(companies.ids, i),
      company_name: companies.names[i],
      geography: companies.geographies[i],
      active: companies.active[i] === 1,
      drivers_count: 1000,
      created_at: new Date(NOON + companies.createdOffsetMs[i]!).toISOString(),
    });
  }
});

test('a line as people see it', () => {
  const companies: CompanyStripe = {
    count: 1,
    ids: Uint32Array.of(0x01234567, 0x89ab4cde, 0x8f012345, 0x6789abcd),
    names: ['Atlas Freight Co'],
    geographies: ['EU'],
    active: Uint8Array.of(0),
    createdOffsetMs: Uint32Array.of(61_007),
    homeLat: Int32Array.of(0),
    homeLon: Int32Array.of(0),
  };
  expect(encode(companies)).toEqual([
    '{"company_id":"01234567-89ab-4cde-8f01-23456789abcd","company_name":"Atlas Freight Co","geography":"EU","active":false,"drivers_count":10,"created_at":"2025-11-09T12:01:01.007Z"}',
  ]);
});

test('names of any script are UTF-8, and find room in a buffer that is nearly full', () => {
  const names = [
    'Müller & "Söhne" \\ Co',
    '東京運輸'.repeat(500),
    '🚚'.repeat(3000),
    'a\u2028b',
    'Ж'.repeat(9999),
  ];
  const few = draw(500);
  const companies = { ...few, names: few.names.map((_, i) => names[i % names.length]!) };
  const read = encode(companies).map((line) => JSON.parse(line).company_name);
  expect(read).toEqual(companies.names);
});

test('lines come after those that were there', () => {
  const lines = new LineBuffer();
  const source = new CompanyLines(draw(3), NOON, 10);
  expect(source.lineCount).toBe(3);
  source.writeLines(lines, 0, 3);
  source.writeLines(lines, 0, 1);
  source.writeLines(lines, 1, 3);
  const read = linesOf(Buffer.from(lines.view()));
  expect(read.slice(3)).toEqual(read.slice(0, 3));
  expect([lines.lineCount, read.length]).toEqual([6, 6]);
});
