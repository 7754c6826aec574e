import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import type { OpenApiDocument, OperationObject } from '../../src/api/openapi/document.ts';
import { exampleOf } from '../../src/api/openapi/example.ts';
import type { JsonSchema } from '../../src/api/openapi/json_schema.ts';
import { PROBLEMS, type ProblemCode } from '../../src/api/problem_codes.ts';
import { json, openApi } from './api_fixture.ts';
import { Contract } from './contract.ts';
import { BEARER, withToken } from './guarded_api.ts';

const api = openApi();
const document: OpenApiDocument = await json(api.app, '/openapi.json');
const { schemas } = document.components;

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

/** Every body of an operation: that of the request, and those of its answers. */
const bodiesOf = ({ requestBody, responses }: OperationObject) =>
  [requestBody, ...Object.values(responses)].flatMap((each) => Object.entries(each?.content ?? {}));

/** Every field and parameter of the document, by where it stands. */
function fieldsOf(schema: JsonSchema, where: string): [string, JsonSchema][] {
  const inner = [
    ...(schema.items ? [schema.items] : []),
    ...(schema.oneOf ?? []),
    ...(schema.prefixItems ?? []),
  ];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]): [string, JsonSchema][] => [
      [`${where}.${name}`, field],
      ...fieldsOf(field, `${where}.${name}`),
    ]),
    ...inner.flatMap((each) => fieldsOf(each, `${where}[]`)),
  ];
}
const fields = [
  ...operations.flatMap(({ name, operation }) =>
    bodiesOf(operation).flatMap(([, { schema }]) => fieldsOf(schema, name)),
  ),
  ...Object.entries(schemas).flatMap(([name, schema]) => fieldsOf(schema, name)),
];

describe('the document', () => {
  test('is one of OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  test('has every endpoint, and no other', async () => {
    const { endpoints } = await json(api.app, '/api');
    expect(operations.map(({ name }) => name).toSorted()).toEqual(endpoints.toSorted());
  });

  test('names every operation once, and says what it is for', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toMatch(/^[A-Z]/);
      expect(document.tags.map((tag) => tag.name)).toContain(operation.tags[0]!);
    }
  });

  test('says of every parameter and every field what it is', () => {
    const parameters = operations.flatMap(({ name, operation }) =>
      (operation.parameters ?? []).map((parameter) => ({ name, parameter })),
    );
    expect(parameters.filter(({ parameter }) => !parameter.description)).toEqual([]);
    // References and constants speak for themselves, and so do objects whose fields are described.
    const silent = fields.filter(
      ([, field]) => !field.description && !field.$ref && !('const' in field) && !field.properties,
    );
    expect(fields.length).toBeGreaterThan(200);
    expect(silent.map(([where]) => where).filter((where) => !where.endsWith('.id'))).toEqual([]);
  });

  test('tells the unit of every measure, in its name or where it says what it is', () => {
    const measures = fields.filter(([, { type }]) => [type].flat().includes('number'));
    expect(measures.length).toBeGreaterThan(20);
    const open = measures.filter(
      ([where, { description = '' }]) =>
        !/_(ms|us|seconds)$|\[\]$/.test(where) && !/0 to 1|\b(in|of) (seconds|hours|ms|µs)/.test(description),
    );
    expect(open.map(([where]) => where)).toEqual([]);
  });

  test('gives of every body an example that is right', () => {
    const contract = new Contract(document);
    for (const { name, operation } of operations) {
      for (const [type, { schema, example, examples }] of bodiesOf(operation)) {
        expect(example ?? examples, `${name} ${type}`).toBeDefined();
        if (!/\bjson$/.test(type) || example === undefined) continue;
        expect(contract.faultsOf(schema, example), name).toBeNull();
      }
    }
    for (const [name, schema] of Object.entries(schemas))
      expect(contract.faultsOf(schema, exampleOf(schema, schemas)), name).toBeNull();
    for (const { value } of Object.values(document.components.examples))
      expect(contract.faultsOf(schemas.Problem!, value)).toBeNull();
  });

  test('has every error with its status, and an example of it', () => {
    const seen = new Map<string, Set<string>>();
    const answers = operations.flatMap(({ operation }) => Object.entries(operation.responses));
    for (const [status, { content }] of [...answers, ...Object.entries(document.components.responses)]) {
      for (const code of Object.keys(content?.['application/problem+json']?.examples ?? {}))
        seen.set(code, (seen.get(code) ?? new Set()).add(status));
    }
    const known = Object.entries(PROBLEMS).map(([code, { status }]) => [code, [`${status}`]]);
    expect([...seen].map(([code, statuses]) => [code, [...statuses]]).toSorted()).toEqual(known.toSorted());
    const { examples } = document.components;
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) expect(examples[code].value.error).toBe(code);
  });

  test('says whether the token is needed', async () => {
    const response = await withToken().app.request('/openapi.json', { headers: BEARER });
    const guarded = (await response.json()) as OpenApiDocument;
    expect(document.security).toEqual([{}, { token: [] }]);
    expect(guarded).toEqual({ ...document, security: [{ token: [] }] });
    const open = operations.filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ name }) => name)).toEqual([
      'GET /livez',
      'GET /readyz',
      'GET /',
      'GET /assets/{name}',
    ]);
  });
});
