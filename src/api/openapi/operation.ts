import { describeRoute, resolver } from 'hono-openapi';
import type { GenericSchema } from 'valibot';
import type { ProblemCode } from '../problem_codes.ts';

/** The parts of the API, in the order of the document. */
export const TAGS = {
  Service: 'How the service is, and what it says.',
  Control: 'Pausing, resuming, cleaning.',
  Batches: 'What was published: batches, their lines, their defects.',
  Feedback: 'What pipelines report, and how well they did.',
  Probes: 'For what runs and watches the service.',
  Reference: 'This document, and the page.',
} as const;

/** What a body is, by its media type. */
type Content = Readonly<
  Record<string, { readonly schema: object; readonly example?: unknown; readonly examples?: object }>
>;

type Header = { readonly description: string; readonly schema: object };

export type Answer = {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, Header>>;
};

/** A route in words. Its parameters are described where they are checked. */
export type Operation = {
  /** For generated clients; it never changes. */
  readonly id: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description?: string;
  /** Parameters that the route reads without checking them. */
  readonly parameters?: readonly {
    readonly in: 'header' | 'path';
    readonly name: string;
    readonly required?: boolean;
    readonly description: string;
    readonly schema: object;
  }[];
  readonly body?: { readonly description: string; readonly content: Content };
  readonly answers: Readonly<Record<number, Answer>>;
  /** The errors that it answers, besides those of every route. */
  readonly problems?: readonly ProblemCode[];
};

/** Where {@link Operation.problems} stand in a document that is not complete. */
export const PROBLEMS_KEY = 'x-problems';

/** Describes a route: goes before its handler, and does nothing to requests. */
export function operation({ id, tag, body, answers, problems = [], ...prose }: Operation) {
  return describeRoute({
    operationId: id,
    tags: [tag],
    ...prose,
    ...(body && { requestBody: { required: true, ...body } }),
    responses: answers,
    [PROBLEMS_KEY]: problems,
  } as object);
}

/** A header of an answer. */
export function header(description: string): Header {
  return { description, schema: { type: 'string' } };
}

/** A header of the request that the route reads without checking it. */
export function headerParameter(name: string, description: string) {
  return { in: 'header', name, description, schema: { type: 'string' } } as const;
}

export const IF_NONE_MATCH = headerParameter('If-None-Match', 'The `ETag` of an earlier answer.');

/** @param etag the header of that name */
export function notModified(etag: Header): Answer {
  return { description: 'It is still what `If-None-Match` names.', headers: { ETag: etag } };
}

/** An answer in JSON. */
export function json(description: string, schema: GenericSchema): Answer {
  return { description, content: { 'application/json': { schema: resolver(schema) } } };
}
