import type { Hono } from 'hono';
import { generateSpecs, loadVendor } from 'hono-openapi';
import type { GenericSchema } from 'valibot';
import { isOpen } from '../guard.ts';
import type { ProblemCode } from '../problem_codes.ts';
import { COMPONENTS } from './components.ts';
import { exampleOf } from './example.ts';
import { componentSchemas, type JsonSchema, jsonSchemaOf } from './json_schema.ts';
import { type Answer, PROBLEMS_KEY, TAGS } from './operation.ts';
import { type ProblemExample, problemAnswers, problemExamples, problemsOfEvery } from './problems.ts';
import { PROSE } from './prose.ts';

export type Media = {
  readonly schema: JsonSchema;
  example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
};
export type MediaTypes = Readonly<Record<string, Media>>;

export type ParameterObject = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
};

export type ResponseObject = {
  readonly description: string;
  readonly content?: MediaTypes;
  readonly headers?: Answer['headers'];
};

export type OperationObject = {
  readonly operationId: string;
  readonly tags: readonly Tag[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly description: string; readonly content: MediaTypes };
  readonly responses: Responses;
  readonly security?: readonly object[];
};

type Responses = Readonly<Record<string, ResponseObject>>;
type Tag = keyof typeof TAGS;

/** As much of an OpenAPI 3.1 document as ours has. */
export type OpenApiDocument = {
  readonly openapi: string;
  readonly info: (typeof PROSE)['info'] & { readonly version: string };
  readonly servers: readonly object[];
  readonly tags: readonly { readonly name: Tag; readonly description: string }[];
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly securitySchemes: object;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Responses;
    readonly examples: Readonly<Record<ProblemCode, ProblemExample>>;
  };
};

export type Described = {
  readonly version: string;
  /** Whether requests must show a token. */
  readonly needsToken: boolean;
};

/** What an app answers, as an OpenAPI 3.1 document: from what its routes say of themselves, and from their schemas. */
export async function openApiDocument(
  app: Hono,
  { version, needsToken }: Described,
): Promise<OpenApiDocument> {
  const toOpenAPISchema = (schema: unknown) => jsonSchemaOf(schema as GenericSchema, COMPONENTS);
  loadVendor('valibot', { toOpenAPISchema } as Parameters<typeof loadVendor>[1]);
  const schemas = componentSchemas(COMPONENTS);
  const { paths } = await generateSpecs(app, {
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
  });
  return {
    openapi: '3.1.0',
    info: { ...PROSE.info, version },
    servers: PROSE.servers,
    tags: Object.entries(TAGS).map(([name, description]) => ({ name: name as Tag, description })),
    security: needsToken ? [{ token: [] }] : [{}, { token: [] }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, methods]) => [path, completed(path, methods as Methods, schemas)]),
    ),
    components: {
      securitySchemes: PROSE.securitySchemes,
      schemas,
      responses: problemAnswers([
        ...problemsOfEvery('POST', '*'),
        'not_found',
        'method_not_allowed',
      ]) as Responses,
      examples: problemExamples(),
    },
  };
}

type Methods = Record<string, OperationObject & { [PROBLEMS_KEY]?: readonly ProblemCode[] }>;

/** Adds to the operations of a path what all of them have: examples, errors, and whether the token is needed. */
function completed(path: string, methods: Methods, schemas: Record<string, JsonSchema>) {
  return Object.fromEntries(
    Object.entries(methods).map(([name, { [PROBLEMS_KEY]: own = [], ...operation }]) => {
      const method = name.toUpperCase();
      const bodies = [operation.requestBody, ...Object.values(operation.responses)];
      for (const { content } of bodies.flatMap((body) => body ?? [])) addExamples(content, schemas);
      const problems = problemAnswers([...own, ...problemsOfEvery(method, path)]);
      return [
        name,
        {
          ...operation,
          responses: { ...operation.responses, ...problems },
          ...(isOpen(method, path) && { security: [] }),
        },
      ];
    }),
  );
}

function addExamples(content: MediaTypes | undefined, schemas: Record<string, JsonSchema>): void {
  for (const media of Object.values(content ?? {})) media.example ??= exampleOf(media.schema, schemas);
}
