import { closest } from 'fastest-levenshtein';
import { type Problem, written } from './problem.ts';

/** A mapping of the schema, seen as no more than its keys. */
type Section = { readonly entries: Readonly<Record<string, unknown>> };

/**
 * Every key of `document` that `schema` does not know, and every section that is no mapping, at any depth.
 * (valibot names one unknown key a mapping at most, and takes a list for a mapping.)
 */
export function structureProblems(document: unknown, schema: Section): Problem[] {
  return problemsIn(document, schema, schema, '');
}

function problemsIn(value: unknown, section: Section, root: Section, path: string): Problem[] {
  if (!isMapping(value)) {
    const message = `${path || 'the file'} must be a mapping (key: value lines), got ${written(value)}`;
    return [{ path, message, written: written(value) }];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const keyPath = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(section.entries, key)) {
      const message = `Unknown key: ${keyPath} (did you mean ${nearestName(key, section, root)}?)`;
      return [{ path: keyPath, message, written: key }];
    }
    const innerSection = asSection(section.entries[key]);
    return innerSection === null ? [] : problemsIn(inner, innerSection, root, keyPath);
  });
}

/** The most similar name of the section, unless the very name exists in another one. */
function nearestName(key: string, section: Section, root: Section): string {
  return pathOf(key, root) ?? closest(key, Object.keys(section.entries));
}

function pathOf(key: string, section: Section): string | null {
  if (Object.hasOwn(section.entries, key)) return key;
  for (const [name, entry] of Object.entries(section.entries)) {
    const inner = asSection(entry);
    const path = inner && pathOf(key, inner);
    if (path !== null) return `${name}.${path}`;
  }
  return null;
}

/** The section behind a field, optional or not; null where the field is a plain value. */
function asSection(schema: unknown): Section | null {
  const { wrapped = schema } = schema as { wrapped?: unknown };
  return Object.hasOwn(wrapped as object, 'entries') ? (wrapped as Section) : null;
}

/** By its tag, because JSR's YAML reads a bare date as a Date. */
function isMapping(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
