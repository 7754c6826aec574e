import { GENERATORS, type Generator } from '../../../plan/batch.ts';

/** Parts of a batch that can be looked at. */
export const SECTIONS = ['lines', 'defects', 'raw', 'metadata'] as const;
export type Section = (typeof SECTIONS)[number];

/** A batch, as addresses name it. */
export type BatchAddress = { readonly generator: Generator; readonly batchId: string };

/** A place in a batch. */
export type BatchRoute = BatchAddress & {
  readonly view: 'batch';
  readonly section: Section;
  /** A line or a defect by its number from 1 on, a byte by its offset; null: the beginning. */
  readonly at: number | null;
};

/** What of the dashboard is shown; behind the `#` of the address, so that it can be linked to. */
export type Route = { readonly view: 'overview' | 'batches' | 'log' } | BatchRoute;

/** `#/batches/driver/20261125T090730Z/lines/12` and so on; anything else is the overview. */
export function routeOf(hash: string): Route {
  const [, view, generator, batchId, section, at] = hash.split('/');
  if (view === 'log') return { view };
  if (view !== 'batches') return { view: 'overview' };
  const known = GENERATORS.find((each) => each === generator);
  if (known === undefined || !batchId) return { view };
  return {
    view: 'batch',
    generator: known,
    batchId,
    section: SECTIONS.find((each) => each === section) ?? 'lines',
    at: /^\d{1,15}$/.test(at ?? '') ? Number(at) : null,
  };
}

/** The address of a batch, of a section of it, of a place in that. */
export function hashOf({ generator, batchId }: BatchAddress, section?: Section, at?: number): string {
  const place = section === undefined ? [] : at === undefined ? [section] : [section, at];
  return ['#', 'batches', generator, batchId, ...place].join('/');
}

/** Where the API has a batch. */
export function apiPathOf({ generator, batchId }: BatchAddress): string {
  return `/api/batches/${generator}/${encodeURIComponent(batchId)}`;
}
