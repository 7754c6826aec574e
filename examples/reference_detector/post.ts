import type { Generator, Verdict } from './verdict.ts';

/** What was found in one batch. */
export type Report = {
  readonly generator: Generator;
  readonly batchId: string;
  readonly verdicts: readonly Verdict[];
};

/** About how many characters one request carries; a batch is never cut, because its latest verdicts replace earlier ones. */
const BODY_CHARACTERS = 1 << 20;

/**
 * Tells the service what was rejected, then that the batches have reached silver.
 *
 * @param origin such as `http://127.0.0.1:18000`
 * @param token of the service, if it has one
 * @throws if the service refuses a request
 */
export async function postReports(
  origin: string,
  reports: readonly Report[],
  token: string | undefined,
): Promise<void> {
  const post = (path: string, contentType: string, body: string) =>
    send(
      `${origin}${path}`,
      { 'content-type': contentType, ...(token && { authorization: `Bearer ${token}` }) },
      body,
    );
  for (const body of bodiesOf(reports)) await post('/api/verdicts', 'application/x-ndjson', body);
  // Once silver is done a batch counts: with its verdicts.
  for (const { generator, batchId } of reports) {
    const body = JSON.stringify({ stage: 'silver', status: 'done' });
    await post(`/api/batches/${generator}/${batchId}/stages`, 'application/json', body);
  }
}

/** One line a verdict. */
export function ndjsonOf(verdicts: readonly Verdict[]): string {
  return verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join('');
}

function bodiesOf(reports: readonly Report[]): string[] {
  const bodies: string[] = [];
  let body = '';
  for (const { verdicts } of reports) {
    const lines = ndjsonOf(verdicts);
    if (body !== '' && body.length + lines.length > BODY_CHARACTERS) {
      bodies.push(body);
      body = '';
    }
    body += lines;
  }
  return body === '' ? bodies : [...bodies, body];
}

async function send(url: string, headers: Record<string, string>, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}
