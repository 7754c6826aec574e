import { html } from 'hono/html';
import type { MediaTypes, OperationObject, ResponseObject } from '../openapi/document.ts';
import { PROBLEMS, type ProblemCode } from '../problem_codes.ts';
import { type Asked, curlOf } from './curl.ts';
import { definition, fieldList } from './fields.ts';
import { type Html, jsonText, paragraphs, prose } from './prose.ts';

export type Route = {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
};

/** A method and its path, as they stand wherever a route is named. */
export function routeName({ method, path }: Route): Html {
  const kind = method === 'GET' ? 'method' : 'method changes';
  const steps = path.split(/(?=\/)/).map((step) => html`<wbr>${step}`);
  return html`<span class="${kind}">${method}</span> <code>${steps}</code>`;
}

/** All that is to be known of one route. */
export function operationArticle(route: Route, asked: Asked): Html {
  const { method, path, operation } = route;
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const problems = problemsOf(responses);
  const answers = Object.entries(responses).filter(([, { content }]) => !isProblem(content));
  return html`<article id="${operationId}">
<h3><a href="#${operationId}">${routeName(route)}</a></h3>
<p class="summary">${summary}</p>
<div class="prose">${paragraphs(description ?? '')}</div>
<pre>${curlOf(method, path, operation, asked)}</pre>
${parameters.length > 0 ? html`<h4>Parameters</h4><dl>${parameters.map(parameterOf)}</dl>` : ''}
${requestBody ? html`<h4>Body</h4><p>${prose(requestBody.description)}</p>${contentOf(requestBody.content)}` : ''}
${answers.map(([status, answer]) => answerOf(status, answer))}
<details><summary>Errors: ${statusesOf(problems)}</summary><dl>${problems.map(problemDefinition)}</dl></details>
</article>`;
}

function isProblem(content: MediaTypes | undefined): boolean {
  return content !== undefined && 'application/problem+json' in content;
}

function parameterOf({
  name,
  in: where,
  required,
  description,
  schema,
}: NonNullable<OperationObject['parameters']>[number]): Html {
  const text = `${description ?? ''}${where === 'header' ? ' A header.' : ''}`;
  return definition({ name, schema: { ...schema, description: text }, isRequired: required ?? false });
}

function answerOf(status: string, { description, content = {} }: ResponseObject): Html {
  return html`<h4>Answer ${status}</h4><p>${prose(description)}</p>${contentOf(content)}`;
}

/** The forms that a body has; where several have one schema, that stands once. */
function contentOf(content: MediaTypes): Html {
  const [media] = Object.values(content);
  if (media === undefined) return html``;
  const { schema, example } = media;
  const text = typeof example === 'string' ? example : jsonText(example);
  return html`<p class="muted">${Object.keys(content).join(', ')}</p>${fieldList(schema)}
<details><summary>Example</summary><pre>${text}</pre></details>`;
}

function problemsOf(responses: OperationObject['responses']): ProblemCode[] {
  return Object.values(responses).flatMap(
    ({ content }) => Object.keys(content?.['application/problem+json']?.examples ?? {}) as ProblemCode[],
  );
}

function statusesOf(problems: readonly ProblemCode[]): string {
  return [...new Set(problems.map((code) => PROBLEMS[code].status))].join(', ');
}

function problemDefinition(code: ProblemCode): Html {
  const { status, when } = PROBLEMS[code];
  return html`<div><dt><code>${code}</code><span class="type">${status}</span></dt><dd>${prose(when)}</dd></div>`;
}
