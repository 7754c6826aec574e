import type { OperationObject } from '../openapi/document.ts';

export type Asked = { readonly origin: string; readonly needsToken: boolean };

/** A command that asks for an operation, to be pasted into a shell. */
export function curlOf(
  method: string,
  path: string,
  { parameters, requestBody, security, responses }: OperationObject,
  { origin, needsToken }: Asked,
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const { schema } = parameters!.find((parameter) => parameter.name === name)!;
    return String(schema.examples?.[0] ?? schema.enum?.[0]);
  });
  const isEndless = '101' in responses;
  const [media] = Object.values(requestBody?.content ?? {});
  // JSON Lines: the first of them is a body as well.
  const body = Array.isArray(media?.example) ? media.example[0] : media?.example;
  return [
    'curl -s',
    ...(isEndless ? ['-N'] : []),
    ...(method === 'GET' || media ? [] : [`-X ${method}`]),
    ...(needsToken && security?.length !== 0 ? ['-H "Authorization: Bearer $TACHOGRAPH_API_TOKEN"'] : []),
    `${origin}${filled}`,
    ...(media ? [`--data-binary '${JSON.stringify(body)}'`] : []),
  ].join(' ');
}
