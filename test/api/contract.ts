import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Hono } from 'hono';
import type { Sockets } from '../../src/api/client_socket.ts';
import {
  type OpenApiDocument,
  openApiDocument,
  type ResponseObject,
} from '../../src/api/openapi/document.ts';
import type { JsonSchema } from '../../src/api/openapi/json_schema.ts';

/** An answer that the OpenAPI document does not describe. */
export class ContractBroken extends Error {
  constructor(request: Request, response: Response, why: string) {
    super(`${request.method} ${request.url} answered ${response.status}: ${why}`);
    this.name = 'ContractBroken';
  }
}

/** The document is the same for every app; so are its validators, which take a while to compile. */
let contract: Promise<Contract> | null = null;

/** Has an app throw {@link ContractBroken} where it would answer what its OpenAPI document does not describe. */
export function keepingContract(app: Hono): Hono {
  const answer = app.fetch;
  app.fetch = async (request, env, ...rest) => {
    let isUpgraded = false;
    const { upgrade } = (env ?? {}) as Partial<Sockets>;
    const told = upgrade && {
      upgrade: ((...given) => {
        const response = upgrade(...given);
        isUpgraded = true;
        return response;
      }) satisfies Sockets['upgrade'],
    };
    const response = await answer(request, { ...(env as object), ...told }, ...rest);
    contract ??= openApiDocument(app, { version: '0', needsToken: false }).then((doc) => new Contract(doc));
    if (!isUpgraded) await (await contract).check(request, response);
    return response;
  };
  return app;
}

/** What a document says, as a check. */
export class Contract {
  readonly #document: OpenApiDocument;
  readonly #ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  readonly #validators = new Map<JsonSchema, ValidateFunction>();
  readonly #paths: readonly { readonly template: string; readonly pattern: RegExp }[];

  constructor(document: OpenApiDocument) {
    this.#document = document;
    addFormats(this.#ajv);
    for (const [name, schema] of Object.entries(document.components.schemas))
      this.#ajv.addSchema(closed(schema) as object, name);
    this.#paths = Object.keys(document.paths).map((template) => ({
      template,
      pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    }));
  }

  /** @throws {ContractBroken} */
  async check(request: Request, response: Response): Promise<void> {
    const broken = (why: string) => new ContractBroken(request, response, why);
    const described = this.#describedFor(request, response.status);
    if (described === undefined) throw broken('no such status is documented');
    for (const name of Object.keys(described.headers ?? {})) {
      if (!response.headers.has(name)) throw broken(`it has no ${name}`);
    }
    const contentType = response.headers.get('content-type');
    if (described.content === undefined) {
      if (contentType !== null) throw broken(`a body of ${contentType} is not documented`);
      return;
    }
    const type = contentType?.split(';')[0] ?? 'none';
    if (!(type in described.content)) throw broken(`a body of ${type} is not documented`);
    if (request.method === 'HEAD' || !/\bjson$/.test(type)) return;
    const value = await response.clone().json();
    const faults = this.faultsOf(described.content[type]!.schema, value);
    if (faults !== null) throw broken(faults);
  }

  /** What is wrong with a value; null: nothing. */
  faultsOf(schema: JsonSchema, value: unknown): string | null {
    const validate = this.#validatorOf(schema);
    return validate(value) ? null : this.#ajv.errorsText(validate.errors, { dataVar: 'body' });
  }

  #describedFor({ method, url }: Request, status: number): ResponseObject | undefined {
    const { pathname } = URL.parse(url) ?? { pathname: '' };
    const template = this.#paths.find(({ pattern }) => pattern.test(pathname))?.template;
    const name = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = template === undefined ? undefined : this.#document.paths[template]![name];
    if (operation !== undefined) return operation.responses[status];
    // Here a path or a method is asked for that there is not; and a 405 is of a path that there is.
    return status === 405 && template === undefined ? undefined : this.#document.components.responses[status];
  }

  #validatorOf(schema: JsonSchema): ValidateFunction {
    const known = this.#validators.get(schema) ?? this.#ajv.compile(closed(schema) as object);
    this.#validators.set(schema, known);
    return known;
  }
}

/** A schema whose objects have no other fields than those that are described, and which refers to components by name. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> & JsonSchema = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, closed(inner)]),
  );
  if (copy.$ref !== undefined) return { $ref: copy.$ref.split('/').at(-1) };
  const isObject = [copy.type].flat().includes('object') && copy.properties !== undefined;
  return isObject ? { additionalProperties: false, ...copy } : copy;
}
