import { request } from './request.ts';

/** Bytes `[from, to)` of a batch. @throws as {@link request} does */
export async function rawBytes(
  batchPath: string,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers = { range: `bytes=${from}-${to - 1}` };
  const response = await request(`${batchPath}/raw`, { headers, signal });
  return new Uint8Array(await response.arrayBuffer());
}
