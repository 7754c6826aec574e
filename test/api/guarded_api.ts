import { expect } from 'vitest';
import { openApi } from './api_fixture.ts';

export const TOKEN = 'a-Token_of~36.characters+and/padding==';
/** Without padding, as a subprotocol cannot have `=`. */
export const OFFER = 'tachograph.bearer.YS1Ub2tlbl9vZn4zNi5jaGFyYWN0ZXJzK2FuZC9wYWRkaW5nPT0';
export const BEARER = { authorization: `Bearer ${TOKEN}` };
export const UPGRADE = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' };

export type Asked = Record<string, string>;

export const withToken = () => openApi({ access: { token: TOKEN, allowedHosts: [] } });

/** What a refusal says, once it is a problem. */
export async function refusalOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const { error, detail } = (await response.json()) as { error: string; detail: string };
  return { status: response.status, error, detail };
}
