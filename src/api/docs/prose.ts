import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** A sentence of the document: what stands between backticks is code. */
export function prose(text: string): Html {
  const parts = text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`));
  return html`${parts}`;
}

/** Several paragraphs of it. */
export function paragraphs(text: string): Html {
  return html`${text.split('\n\n').map((paragraph) => html`<p>${prose(paragraph)}</p>`)}`;
}

/** A value as JSON, folded out where it is long. */
export function jsonText(value: unknown): string {
  const short = JSON.stringify(value);
  return short.length <= 70 ? short : JSON.stringify(value, null, 2);
}
