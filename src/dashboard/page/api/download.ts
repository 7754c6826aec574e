import { request } from './request.ts';

/** Saves what the API answers as a file. A plain link could not carry a token. @throws as {@link request} does */
export async function download(path: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await (await request(path)).blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it once it gets its turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
