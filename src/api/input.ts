import { validator } from 'hono-openapi';
import * as v from 'valibot';
import { parseInstant } from '../plan/instant.ts';
import { ApiProblem } from './problem.ts';

/** Longest part of a bad value that an error repeats. */
const SHOWN_CHARACTERS = 100;

/** Checks the query against a schema; a handler then reads it with `c.req.valid('query')`. */
export function query<const Schema extends v.GenericSchema>(schema: Schema) {
  return validator('query', schema, refuse);
}

/** Checks the headers against a schema; a handler then reads them, in lower case, with `c.req.valid('header')`. */
export function header<const Schema extends v.GenericSchema>(schema: Schema) {
  return validator('header', schema, refuse);
}

/** Checks the path's parameters against a schema; a handler then reads them with `c.req.valid('param')`. */
export function path<const Schema extends v.GenericSchema>(schema: Schema) {
  return validator('param', schema, refuse);
}

function refuse(result: { success: boolean; error?: readonly { readonly message: string }[] }): void {
  const issues = result.error ?? [];
  if (!result.success) {
    throw new ApiProblem('invalid_parameter', issues.map(({ message }) => message).join('; '));
  }
}

/** Words an issue as `limit must be <demand>, got -1`. */
function demanding(name: string, demand: string) {
  return ({ input }: v.BaseIssue<unknown>) => {
    const text = String(input);
    const shown =
      text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text || 'an empty text';
    return `${name} must be ${demand}, got ${shown}`;
  };
}

/** An integer of the query, as a number. */
export function integer(
  name: string,
  min: number,
  max: number,
  demand = `an integer between ${min} and ${max}`,
) {
  const message = demanding(name, demand);
  const isInRange = (text: string) => /^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
  return v.pipe(
    v.string(message),
    v.check(isInRange, message),
    v.metadata({ type: 'integer', minimum: min, maximum: max }),
    v.transform(Number),
  );
}

/** A text of 1 to `most` characters, without halves of any: no store and no stream could keep those. */
export function text(name: string, most: number) {
  const message = demanding(name, `a text of 1 to ${most} characters`);
  // JSON Schema counts characters, JavaScript some of them twice.
  const isInRange = (given: string) => given !== '' && [...given].length <= most;
  return v.pipe(
    v.string(message),
    v.check((given) => isInRange(given) && given.isWellFormed(), message),
    v.metadata({ minLength: 1, maxLength: most }),
  );
}

/** What nobody would see on a page: control characters, and blanks at an end. */
const [CONTROL, BLANK] = [String.raw`\u0000-\u001f\u007f-\u009f`, String.raw`\u0020\u00a0`];
const VISIBLE_NAME = new RegExp(`^[^${CONTROL}${BLANK}]([^${CONTROL}]*[^${CONTROL}${BLANK}])?$`);

/** The name of a pipeline. */
export function pipelineName() {
  const message = demanding('pipeline', 'a name without control characters or blanks at its ends');
  return v.pipe(text('pipeline', 64), v.regex(VISIBLE_NAME, message));
}

/** A number of a JSON body. */
export function wholeNumber(name: string, least = 0, most = Number.MAX_SAFE_INTEGER) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `between ${least} and ${most}`;
  const message = demanding(name, `an integer ${range}`);
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
}

/** An instant in ISO 8601 with its time zone, as epoch ms. */
export function instant(name: string) {
  const forms = { format: 'date-time', examples: ['2025-11-09T12:00:00Z'] };
  return parsed(name, 'an instant such as 2025-11-09T12:00:00Z', forms, parseInstant);
}

/**
 * A body's value, once it is what the schema says.
 * @param where goes before what is wrong, e.g. `verdict 3: `
 * @throws {ApiProblem}
 */
export function valid<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  where = '',
): v.InferOutput<Schema> {
  if (Array.isArray(value))
    throw new ApiProblem('invalid_body', `${where}a JSON object is expected, got an array`);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issues = result.issues.map((issue) =>
    issue.type === 'strict_object' ? unknownField(issue) : issue.message,
  );
  throw new ApiProblem('invalid_body', `${where}${issues.join('; ')}`);
}

/** What is wrong with an object as a whole: a field too many, one too few, or it is none. */
function unknownField(issue: v.BaseIssue<unknown>): string {
  const field = issue.path?.[0]?.key;
  if (field === undefined) return `a JSON object is expected, got ${issue.received}`;
  return issue.expected === 'never' ? `there is no field ${String(field)}` : `${String(field)} is missing`;
}

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(name: string, words: Words) {
  return v.picklist(words, demanding(name, `one of ${words.join(', ')}`));
}

/**
 * A text that `parse` understands, as what it makes of it (null: it does not).
 * @param forms which texts those are, as JSON Schema
 */
export function parsed<Parsed>(
  name: string,
  demand: string,
  forms: Record<string, unknown>,
  parse: (text: string) => Parsed | null,
) {
  const message = demanding(name, demand);
  return v.pipe(
    v.string(message),
    v.metadata(forms),
    v.rawTransform<string, Parsed>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== null) return value;
      addIssue({ message: message({ input: dataset.value } as v.BaseIssue<unknown>) });
      return NEVER;
    }),
  );
}
