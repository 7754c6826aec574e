import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS, type DefectKind } from '../../src/defects/kinds.ts';
import { emulated, quality, visible } from '../fixtures.ts';
import { json, openApi, problem } from './api_fixture.ts';
import { type GradedService, gradedService, keysOf } from './graded_service.ts';

const { app } = openApi();
const ajv = new Ajv({ strict: true, strictTypes: false });
addFormats(ajv);
const validatorOf = async (name: string) => ajv.compile(await json(app, `/api/schemas/${name}`));
const isCompany = await validatorOf('company');
const isEvent = await validatorOf('driver_event');
const isMeta = await validatorOf('batch_meta');

/** Lines of everything that was published, and metadata beside them. */
function publishedBy({ host }: GradedService) {
  const { events, companies, metas, companyMetas } = visible(host);
  return { events, companies, metas, companyMetas };
}

const SERVICES = [
  ['clean', emulated()],
  ['dirty', emulated({ quality: quality({ rate: 0.5 }) })],
] as const;

describe('GET /api/schemas/{name}', () => {
  test.each(['company', 'driver_event', 'batch_meta'])('%s is JSON Schema 2020-12', async (name) => {
    const response = await app.request(`/api/schemas/${name}`);
    expect(response.headers.get('content-type')).toBe('application/schema+json');
    const schema = (await response.json()) as { $id: string };
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    expect(schema.$id).toBe(`/api/schemas/${name}`);
    expect(new Ajv().validateSchema(schema)).toBe(true);
  });

  test.each(['event', 'driver_events', '..%2Fcompany', '__proto__'])('404 for %s, with the names', async (name) => {
    const { error, detail } = await problem(app, `/api/schemas/${name}`, 404);
    expect(error).toBe('schema_not_found');
    expect(detail).toMatch(/those there are: company, driver_event, batch_meta$/);
  });
});
