import type { Settings } from './settings.ts';

/**
 * The settings as canonical JSON: keys sorted at every depth, no spaces. Equal settings give equal bytes, whatever
 * the order of the file they came from; `JSON.parse` gives the settings back.
 */
export function snapshotOf(settings: Settings): string {
  return JSON.stringify(settings, (_, value: unknown) => (isMapping(value) ? sorted(value) : value));
}

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (mapping: object): object =>
  Object.fromEntries(Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1)));
