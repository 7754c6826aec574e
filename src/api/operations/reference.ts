import { json, operation } from '../openapi/operation.ts';
import { Index } from '../schemas/service.ts';

export const getIndex = operation({
  id: 'getIndex',
  tag: 'Reference',
  summary: 'Everything that can be asked',
  answers: { 200: json('Methods and paths.', Index) },
});

export const getOpenApi = operation({
  id: 'getOpenApi',
  tag: 'Reference',
  summary: 'This API in OpenAPI 3.1',
  answers: {
    200: {
      description: 'The document.',
      content: { 'application/json': { schema: { type: 'object' }, example: { openapi: '3.1.0' } } },
    },
  },
});

export const getDocs = operation({
  id: 'getDocs',
  tag: 'Reference',
  summary: 'This API for people',
  answers: {
    200: {
      description: 'The same as a page. It loads nothing else.',
      content: { 'text/html': { schema: { type: 'string' }, example: '<!doctype html>…' } },
    },
  },
});

export const getSchema = operation({
  id: 'getSchema',
  tag: 'Batches',
  summary: 'JSON Schema of what is published',
  description:
    'JSON Schema 2020-12 of a clean `company` and a clean `driver_event`, one line of `companies.jsonl` and `events.jsonl` each, and of `batch_meta`. Dirty lines keep to nothing: that some break their schema is what they are for, and others break it nowhere.',
  parameters: [
    {
      in: 'path',
      name: 'name',
      required: true,
      description: 'Of what.',
      schema: { type: 'string', enum: ['driver_event', 'company', 'batch_meta'] },
    },
  ],
  answers: {
    200: {
      description: 'The schema.',
      content: {
        'application/schema+json': {
          schema: { type: 'object' },
          example: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' },
        },
      },
    },
  },
  problems: ['schema_not_found'],
});
