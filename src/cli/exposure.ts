import type { Options } from './options.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** A warning of who else can use the API, and what to do about it; null if it is this machine alone, or needs a token. */
export function exposure({ host, access }: Pick<Options, 'host' | 'access'>): string | null {
  if (access.token !== null || LOOPBACK.test(host)) return null;
  return `Listening on ${host} without a token: anybody on the network can read the data and clean it; set TACHOGRAPH_API_TOKEN (openssl rand -hex 32 prints a good one), or listen on 127.0.0.1`;
}
