import { parseArgs } from 'node:util';
import { batchesIn } from './data_folder.ts';
import { detect } from './detect.ts';
import { ndjsonOf, postReports, type Report } from './post.ts';

/*
 * Prints what is wrong in all batches of a data folder, one verdict a line.
 *
 *   bun examples/reference_detector/main.ts data
 *   bun examples/reference_detector/main.ts data --post http://127.0.0.1:18000     tells the service as well
 *
 * A service that has a token is shown the one in TACHOGRAPH_API_TOKEN.
 */
const { values, positionals } = parseArgs({
  options: { post: { type: 'string' } },
  allowPositionals: true,
});
const [dataDir] = positionals;
if (dataDir === undefined || positionals.length > 1) {
  console.error('usage: main.ts <data-dir> [--post <origin>]');
  process.exit(2);
}

// `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error;
});

const reports: Report[] = [];
for (const batch of batchesIn(dataDir)) {
  const verdicts = detect(batch);
  process.stdout.write(ndjsonOf(verdicts));
  reports.push({ generator: batch.generator, batchId: batch.batchId, verdicts });
}
if (values.post !== undefined) await postReports(values.post, reports, process.env.TACHOGRAPH_API_TOKEN);
