import { Buffer } from 'node:buffer';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS, type DefectKind } from '../../src/defects/kinds.ts';
import { GENERATORS, type Generator } from '../../src/plan/batch.ts';
import { emulated, jsonAt, published, quality, textAt } from '../fixtures.ts';
import { json, openApi, problem } from './api_fixture.ts';
import { type GradedService, gradedService } from './graded_service.ts';

const { app } = openApi();
const ajv = new Ajv({ strict: true, strictTypes: false });
addFormats(ajv);
const validatorOf = async (name: string) => ajv.compile(await json(app, `/api/schemas/${name}`));
const isCompany = await validatorOf('company');
const isEvent = await validatorOf('driver_event');
const isMeta = await validatorOf('batch_meta');

/** Whether a line is what its schema says. */
function isValid(generator: Generator, line: string): boolean {
  const validate = generator === 'company' ? isCompany : isEvent;
  try {
    return validate(JSON.parse(line));
  } catch {
    return false;
  }
}

/** Every published line of a generator, with the kind of its defect, null for none. */
function linesOf({ host }: GradedService, generator: Generator): { line: string; kind: DefectKind | null }[] {
  return published(host, generator).flatMap((batch) => {
    const { path, offset, bytes } = host.layout.linesOf(batch);
    const text = Buffer.from(host.disk.read(path, offset, bytes)).toString('utf8');
    const keyFile = host.layout.answerKey(generator, batch.batchId);
    const key = host.disk.stat(keyFile) === null ? [] : textAt(host.disk, keyFile).trim().split('\n');
    const kinds = new Map<number, DefectKind>(
      key.filter((line) => line !== '').map((line) => [JSON.parse(line).line, JSON.parse(line).kind]),
    );
    return text
      .split('\n')
      .slice(0, -1)
      .map((line, i) => ({ line, kind: kinds.get(i + 1) ?? null }));
  });
}

describe('GET /api/schemas/{name}', () => {
  test.each(['company', 'driver_event', 'batch_meta'])('%s is JSON Schema 2020-12', async (name) => {
    const response = await app.request(`/api/schemas/${name}`);
    expect(response.headers.get('content-type')).toBe('application/schema+json');
    const schema = (await response.json()) as { $id: string };
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    expect(schema.$id).toBe(`/api/schemas/${name}`);
    expect(new Ajv().validateSchema(schema)).toBe(true);
  });

  test.each(['event', 'driver_events', '..%2Fcompany', '__proto__'])(
    '404 for %s, with the names',
    async (name) => {
      const { error, detail } = await problem(app, `/api/schemas/${name}`, 404);
      expect(error).toBe('schema_not_found');
      expect(detail).toMatch(/those there are: company, driver_event, batch_meta$/);
    },
  );
});

/** Kinds that a row alone shows, but for a `N/A` that stands where a text may stand. */
const SEEN_IN_ROW = new Set<DefectKind>(
  DEFECT_KINDS.filter(({ scope, kind }) => scope === 'row' && kind !== 'disguised_missing').map(
    ({ kind }) => kind,
  ),
);

describe('what is published', () => {
  const dirty = gradedService(emulated({ quality: quality({ rate: 0.5 }) }));

  test.each(GENERATORS)('%s lines keep to their schema where they are clean', async (generator) => {
    const clean = linesOf(await dirty, generator).filter(({ kind }) => kind === null);
    expect(clean.length).toBeGreaterThan(20);
    expect(clean.filter(({ line }) => !isValid(generator, line))).toEqual([]);
  });

  test.each(GENERATORS)('%s lines break it where a row shows a defect', async (generator) => {
    const shown = linesOf(await dirty, generator).filter(
      ({ kind }) => kind !== null && SEEN_IN_ROW.has(kind),
    );
    expect(new Set(shown.map(({ kind }) => kind)).size).toBeGreaterThan(5);
    expect(shown.filter(({ line }) => isValid(generator, line))).toEqual([]);
  });

  test('metadata keeps to its schema, and has every field of it', async () => {
    const { host } = await dirty;
    const metas = GENERATORS.flatMap((generator) =>
      published(host, generator).map(({ batchId }) =>
        jsonAt(
          host.disk,
          generator === 'driver' ? host.layout.eventMeta(batchId) : host.layout.companyMeta(batchId),
        ),
      ),
    );
    expect(metas.length).toBeGreaterThan(10);
    for (const meta of metas) expect(isMeta(meta), JSON.stringify(isMeta.errors)).toBe(true);
    const { properties } = await json(app, '/api/schemas/batch_meta');
    const used = new Set(metas.flatMap((meta) => Object.keys(meta)));
    expect([...used].toSorted()).toEqual(Object.keys(properties).toSorted());
  });
});
