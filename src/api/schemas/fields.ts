import * as v from 'valibot';

/** What a schema says, as whoever answers by it returns it. */
export type AnswerOf<Schema extends v.GenericSchema> = DeepReadonly<v.InferOutput<Schema>>;

type DeepReadonly<Type> = Type extends object
  ? { readonly [Key in keyof Type]: DeepReadonly<Type[Key]> }
  : Type;

/** A schema of what a type says: `const Entry = v.object({…}) satisfies SchemaOf<LogEntry>`. */
export type SchemaOf<Type> = v.GenericSchema<unknown, Type>;

/** An instant as every answer tells it. */
export function time(description: string, example = '2025-11-09T12:00:10.000Z') {
  return v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.metadata({ description: `${description} ISO 8601 in UTC, with ms.`, examples: [example] }),
  );
}

/** An integer of `least` or more. */
export function count(description: string, example: number, least = 0) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.metadata({ description, examples: [example] }));
}

/** An integer that may be negative. */
export function difference(description: string, example: number) {
  return v.pipe(v.number(), v.integer(), v.metadata({ description, examples: [example] }));
}

/** A number of 0 or more. */
export function amount(description: string, example: number) {
  return v.pipe(v.number(), v.minValue(0), v.metadata({ description, examples: [example] }));
}

/** A part of a whole, 0 to 1. */
export function share(description: string, example: number) {
  return v.pipe(v.number(), v.minValue(0), v.maxValue(1), v.metadata({ description, examples: [example] }));
}

export function words(description: string, example: string) {
  return v.pipe(v.string(), v.metadata({ description, examples: [example] }));
}

/** A text of a form that never changes. */
export function coded(description: string, form: RegExp, example: string) {
  return v.pipe(v.string(), v.regex(form), v.metadata({ description, examples: [example] }));
}

export function flag(description: string, example: boolean) {
  return v.pipe(v.boolean(), v.metadata({ description, examples: [example] }));
}

/** One of some words. */
export function choice<const Choices extends readonly string[]>(
  choices: Choices,
  description: string,
  example: Choices[number],
) {
  return v.pipe(v.picklist(choices), v.metadata({ description, examples: [example] }));
}

export function list<const Item extends v.GenericSchema>(item: Item, description: string) {
  return v.pipe(v.array(item), v.description(description));
}

/** Any JSON value. */
export function anything(description: string, example: unknown) {
  return v.pipe(v.unknown(), v.metadata({ description, examples: [example] }));
}
