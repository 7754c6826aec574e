import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { OpenApiDocument } from '../openapi/document.ts';
import { exampleOf } from '../openapi/example.ts';
import { fieldList } from './fields.ts';
import { operationArticle, type Route, routeName } from './operation.ts';
import { type Html, jsonText, paragraphs, prose } from './prose.ts';
import { STYLE } from './style.ts';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6.5' fill='none' stroke='%230f766e' stroke-width='2'/%3E%3Cpath d='M8 8 11 4.5' stroke='%23c2410c' stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E";

/** What the page may load: its own style, by its hash, and nothing from anywhere. */
export function docsPolicy(): string {
  const style = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${style}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/**
 * An OpenAPI document as a page of plain HTML.
 * @param origin of the service, for the commands
 */
export function docsPage(document: OpenApiDocument, origin: string): Html {
  const { info, tags, security } = document;
  const asked = { origin, needsToken: security.length === 1 };
  const parts = tags.map((tag) => ({ ...tag, routes: routesOf(document, tag.name) }));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tachograph API</title>
<link rel="icon" href="${ICON}">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the routes</a>
<div class="page">
<header class="prose">
<h1>${info.title} API <span class="muted">${info.version}</span></h1>
<p>${info.summary} <a href="/openapi.json">openapi.json</a>, <a href="/">dashboard</a></p>
</header>
<nav aria-label="Contents">
${parts.map(({ name, routes }) => html`<h2>${name}</h2><ul>${routes.map(linkTo)}</ul>`)}
<h2>Schemas</h2><ul>${Object.keys(document.components.schemas).map(
    (name) => html`<li><a href="#${name}"><code>${name}</code></a></li>`,
  )}</ul>
</nav>
<main id="main">
<section class="prose" aria-label="In general">${paragraphs(info.description)}</section>
${parts.map(
  ({ name, description, routes }) => html`<section id="${name}"><h2>${name}</h2><p>${prose(description)}</p>
${routes.map((route) => operationArticle(route, asked))}</section>`,
)}
<section id="schemas"><h2>Schemas</h2><p>What several answers hold.</p>${schemaArticles(document)}</section>
</main>
</div>
</body>
</html>`;
}

function routesOf({ paths }: OpenApiDocument, tag: string): Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.some((each) => each === tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function linkTo(route: Route): Html {
  return html`<li><a href="#${route.operation.operationId}">${routeName(route)}</a></li>`;
}

function schemaArticles({ components: { schemas } }: OpenApiDocument): Html[] {
  return Object.entries(schemas).map(
    ([name, schema]) => html`<article id="${name}"><h3><code>${name}</code></h3>
<div class="prose">${paragraphs(schema.description ?? '')}</div>${fieldList(schema)}
<details><summary>Example</summary><pre>${jsonText(exampleOf(schema, schemas))}</pre></details></article>`,
  );
}
