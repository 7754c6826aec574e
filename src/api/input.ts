import { sValidator } from '@hono/standard-validator';
import * as v from 'valibot';
import { ApiProblem } from './problem.ts';

/** Longest part of a bad value that an error repeats. */
const SHOWN_CHARACTERS = 100;

/** Checks the query against a schema; a handler then reads it with `c.req.valid('query')`. */
export function query<const Schema extends v.GenericSchema>(schema: Schema) {
  return sValidator('query', schema, refuse);
}

/** Checks the path's parameters against a schema; a handler then reads them with `c.req.valid('param')`. */
export function path<const Schema extends v.GenericSchema>(schema: Schema) {
  return sValidator('param', schema, refuse);
}

function refuse(result: { success: boolean; error?: readonly { readonly message: string }[] }): void {
  const issues = result.error ?? [];
  if (!result.success) {
    throw new ApiProblem(400, 'invalid_parameter', issues.map(({ message }) => message).join('; '));
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
  return v.pipe(v.string(message), v.check(isInRange, message), v.transform(Number));
}

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(name: string, words: Words) {
  return v.picklist(words, demanding(name, `one of ${words.join(', ')}`));
}

/** A text that `parse` understands, as what it makes of it (null: it does not). */
export function parsed<Parsed>(name: string, demand: string, parse: (text: string) => Parsed | null) {
  const message = demanding(name, demand);
  return v.pipe(
    v.string(message),
    v.rawTransform<string, Parsed>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== null) return value;
      addIssue({ message: message({ input: dataset.value } as v.BaseIssue<unknown>) });
      return NEVER;
    }),
  );
}
