import { Hono } from 'hono';
import { jsonSchemaOf } from './openapi/json_schema.ts';
import { getSchema } from './operations/reference.ts';
import { ApiProblem } from './problem.ts';
import { BatchMetaFile, Company, DriverEvent } from './schemas/published.ts';

const SCHEMAS = new Map([
  ['company', { title: 'Company', schema: Company }],
  ['driver_event', { title: 'Driver event', schema: DriverEvent }],
  ['batch_meta', { title: 'Batch metadata', schema: BatchMetaFile }],
]);

/** `GET /api/schemas/{name}`: JSON Schemas of what is published. */
export function publishedSchemas(): Hono {
  const app = new Hono();
  app.get('/api/schemas/:name', getSchema, (c) => {
    const name = c.req.param('name');
    const found = SCHEMAS.get(name);
    if (found === undefined) {
      const names = [...SCHEMAS.keys()].join(', ');
      throw new ApiProblem(
        'schema_not_found',
        `there is no schema ${name.slice(0, 100)}: those there are: ${names}`,
      );
    }
    const body = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `/api/schemas/${name}`,
      title: found.title,
      ...jsonSchemaOf(found.schema),
    };
    return c.body(JSON.stringify(body), 200, { 'content-type': 'application/schema+json' });
  });
  return app;
}
