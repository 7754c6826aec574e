import { html } from 'hono/html';
import type { JsonSchema } from '../openapi/json_schema.ts';
import { type Html, prose } from './prose.ts';

type Field = { readonly name: string; readonly schema: JsonSchema; readonly isRequired: boolean };

/** The fields of a schema, each with its type and what it means; those of objects within stand below them. */
export function fieldList(schema: JsonSchema): Html {
  const fields = fieldsOf(schema, '');
  if (fields.length === 0) return html`<p>${typeOf(schema)}</p>`;
  return html`<dl>${fields.map(definition)}</dl>`;
}

/** One field, or one parameter. */
export function definition({ name, schema, isRequired }: Field): Html {
  return html`<div><dt><code>${name}</code><span class="type">${typeOf(schema)}${
    isRequired ? '' : ', optional'
  }</span></dt><dd>${prose(schema.description ?? '')}${defaultOf(schema)}</dd></div>`;
}

function fieldsOf(schema: JsonSchema, within: string): Field[] {
  const inner = schema.items || schema;
  const path = schema.items && within !== '' ? `${within}[]` : within;
  return Object.entries(inner.properties ?? {}).flatMap(([key, field]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const isRequired = inner.required?.includes(key) ?? false;
    return [{ name, schema: field, isRequired }, ...fieldsOf(field, name)];
  });
}

/** What values there may be, in few words. */
export function typeOf(schema: JsonSchema): Html {
  const { $ref, items, oneOf, anyOf } = schema;
  const reference = $ref?.split('/').at(-1);
  if (reference !== undefined) return html`<a href="#${reference}">${reference}</a>`;
  if (oneOf !== undefined || anyOf?.some(({ $ref, type }) => $ref ?? type)) {
    return alternatives((oneOf ?? anyOf!).map(typeOf));
  }
  if (items) return html`array of ${typeOf(items)}${orNull(schema)}`;
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`;
  if (schema.enum !== undefined) return html`${schema.enum.map(String).join(' | ')}`;
  const type = [schema.type ?? 'any JSON'].flat().filter((each) => each !== 'null');
  return html`${[type.join(' or '), schema.format, rangeOf(schema), lengthOf(schema)]
    .filter((part) => part !== undefined)
    .join(', ')}${orNull(schema)}`;
}

function alternatives(parts: readonly Html[]): Html {
  return html`${parts.flatMap((part, i) => (i === 0 ? [part] : [' or ', part]))}`;
}

function orNull({ type }: JsonSchema): string {
  return Array.isArray(type) && type.includes('null') ? ' or null' : '';
}

function rangeOf({ minimum, maximum }: JsonSchema): string | undefined {
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined && isBounded) return `${minimum} to ${maximum}`;
  return minimum === undefined ? undefined : `${minimum} or more`;
}

function lengthOf({ minLength, maxLength }: JsonSchema): string | undefined {
  return maxLength === undefined ? undefined : `${minLength ?? 0} to ${maxLength} characters`;
}

function defaultOf({ default: byDefault }: JsonSchema): Html | string {
  return byDefault === undefined
    ? ''
    : html` <span class="muted">Default: <code>${String(byDefault)}</code></span>`;
}
