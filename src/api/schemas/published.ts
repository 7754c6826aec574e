import * as v from 'valibot';
import type { CompanyRecord } from '../../encode/company_lines.ts';
import type { DriverEventRecord } from '../../encode/event_lines.ts';
import { EVENT_TYPES } from '../../fleet/event_stripe.ts';
import { GEOGRAPHIES } from '../../fleet/sizing.ts';
import type { BatchMeta } from '../../publish/batch_meta.ts';
import { choice, coded, count, flag, type SchemaOf, time, words } from './fields.ts';
import {
  batchId,
  batchNumber,
  DefectCounts,
  generationMode,
  generator,
  lineCounts,
  sha256,
} from './identity.ts';

const COMPANY = '0d9f2c1e-8a4b-4c6d-9e0f-1a2b3c4d5e6f';
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const uuid = (description: string, example: string) => coded(description, new RegExp(`^${UUID}$`), example);

const moment = (description: string, example: string) =>
  v.pipe(
    coded(description, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, example),
    v.metadata({ format: 'date-time' }),
  );

/** A clean line of `companies.jsonl`. */
export const Company = v.pipe(
  v.strictObject({
    company_id: uuid('Of the company; no two have the same.', COMPANY),
    company_name: v.pipe(words('Of the company.', 'Blue Ridge Freight'), v.minLength(1)),
    geography: choice(GEOGRAPHIES, 'Where it is at home.', 'EU'),
    active: flag('Whether its drivers drive.', true),
    drivers_count: count('Number of its drivers, 1 to 1000.', 10, 1),
    created_at: moment(
      'When it came, within the batch’s interval: ISO 8601 in UTC, with ms.',
      '2025-11-09T12:00:04.217Z',
    ),
  }),
  v.description('A clean line of companies.jsonl.'),
) satisfies SchemaOf<CompanyRecord>;

/** A clean line of `events.jsonl`. */
export const DriverEvent = v.pipe(
  v.strictObject({
    event_id: uuid('Of the event; no two have the same.', '7c1f0e52-3b6a-4d7e-8f90-a1b2c3d4e5f6'),
    driver_id: coded(
      'DRV, the company, and the driver’s number in it from 001.',
      new RegExp(`^DRV-${UUID}-\\d{3,4}$`),
      `DRV-${COMPANY}-003`,
    ),
    company_id: uuid('The driver’s company.', COMPANY),
    truck_id: coded(
      'TRK, the first 8 digits of the company, and the number of the driver, who keeps the truck.',
      /^TRK-[0-9a-f]{8}-\d{3,4}$/,
      'TRK-0d9f2c1e-003',
    ),
    event_type: choice(EVENT_TYPES, 'What the driver did.', 'start driving'),
    timestamp: moment(
      'When, within the batch’s interval: ISO 8601 in UTC, with ms.',
      '2025-11-09T12:00:03.482Z',
    ),
    location: v.pipe(
      v.strictObject({
        lat: v.pipe(
          v.number(),
          v.minValue(-90),
          v.maxValue(90),
          v.metadata({
            description: 'Latitude in degrees north, WGS 84, 5 decimals at most.',
            examples: [52.52013],
          }),
        ),
        lon: v.pipe(
          v.number(),
          v.minValue(-180),
          v.maxValue(180),
          v.metadata({
            description: 'Longitude in degrees east, WGS 84, 5 decimals at most.',
            examples: [13.40495],
          }),
        ),
      }),
      v.description('Where the truck was.'),
    ),
  }),
  v.description('A clean line of events.jsonl.'),
) satisfies SchemaOf<DriverEventRecord>;

const poolEnd = (which: string) =>
  v.nullable(count(`Number of the ${which} company batch whose companies drive in it; null for none.`, 7, 1));

/** A batch's metadata: `batch_meta.json` beside its events, or `manifests/company_batches/<batch_id>.json`. */
export const BatchMetaFile = v.pipe(
  v.object({
    schema_version: v.pipe(v.literal(1), v.description('Of this file’s form.')),
    generator,
    batch_id: batchId,
    batch_number: batchNumber,
    generation_mode: generationMode,
    interval_start: time('Its records are of this instant or later.', '2025-11-09T12:00:00.000Z'),
    interval_end: time('Its records are of before this instant.'),
    ...lineCounts,
    issues: DefectCounts,
    seed: count('Seed of this batch.', 48),
    generator_version: count('The same version and seed give the same bytes.', 2, 1),
    pool_from: poolEnd('first'),
    pool_to: poolEnd('last'),
    sha256: sha256('its lines'),
    bytes: count('Size of its lines in bytes.', 4410),
    generation_timestamp: time('When it was due to be visible; the wall clock if it was published late.'),
    file_offset: v.exactOptional(
      count('Of a company batch: where it begins in companies.jsonl, in bytes.', 0),
    ),
    file_length: v.exactOptional(
      count('Of a company batch: how long it is in companies.jsonl, in bytes.', 1530),
    ),
  }),
  v.description('Metadata of a batch. Fields may be added.'),
) satisfies SchemaOf<BatchMeta>;
