import { basename } from 'node:path';
import type { Folder } from '../engine/folder.ts';
import { Grader } from '../feedback/grader.ts';
import { locate } from '../feedback/locate.ts';
import { readRejects } from '../grade/inputs/read_rejects.ts';
import type { Rejected, Rejects } from '../grade/inputs/rejects.ts';
import { reportOf } from '../grade/report.ts';
import { NOTHING, plus, type Score } from '../grade/score.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import type { Disk } from '../publish/disk.ts';
import { boundsLine, boundsOf } from './count_bounds.ts';
import { gradeTable } from './grade_table.ts';
import { type Options, UsageError } from './options.ts';
import { Progress } from './progress.ts';
import { type ReadingPorts, reading } from './reading.ts';

/**
 * `grade <file…>`: grades what a pipeline turned away, as it stands in files, on all published batches. Writes a table, or
 * with `--json` the report; on standard error, what the files cannot prove. Returns the exit code 0.
 *
 * @throws {UsageError} without files, {RejectsUnreadable} for one that cannot be understood
 */
export async function grade(
  files: readonly string[],
  { dataDir, json }: Options,
  ports: ReadingPorts,
): Promise<0> {
  const { disk, writers } = ports;
  if (files.length === 0) throw new UsageError('grade takes the files of what your pipeline turned away');
  const inputs = files.map((file) => inputOf(disk, file));
  for (const { file, rejects } of inputs) {
    writers.err(`${file}: ${rejects.format}, ${rejects.rejected.length} rejected records`);
    for (const note of rejects.notes) writers.err(`${file}: ${note}`);
    for (const { rule, unexpected } of rejects.counts) writers.err(`${file}: ${rule}: ${unexpected} rows`);
  }
  const rejected = inputs.flatMap(({ rejects }) => rejects.rejected);
  const counts = inputs.flatMap(({ rejects }) => rejects.counts);
  // Where no file names a record and one says that it cannot, that nothing was caught would be a guess.
  const isUnknown = rejected.length === 0 && inputs.some(({ rejects }) => rejects.notes.length > 0);
  await reading(dataDir, disk, async (folder) => {
    for (const generator of generatorsOf(rejected)) {
      const own = rejected.filter((each) => (each.generator ?? 'driver') === generator);
      const score = await scoreOf(folder, generator, own, ports);
      const bounds = counts.length > 0 && generator === 'driver' ? boundsOf(counts, score) : null;
      const report = isUnknown ? null : reportOf(score);
      if (json) writers.out(JSON.stringify({ generator, bounds, ...report }));
      else if (report !== null) writers.out(gradeTable(generator, report));
      else if (bounds === null) writers.out('Nothing in these files tells which records failed, or how many');
      if (bounds !== null && !json) writers.out(boundsLine(bounds));
    }
  });
  return 0;
}

function inputOf(disk: Disk, file: string): { file: string; rejects: Rejects } {
  const size = disk.stat(file)?.size;
  if (size === undefined) throw new UsageError(`there is no file ${file}`);
  return { file, rejects: readRejects(basename(file), disk.read(file, 0, size)) };
}

/** Those that the files speak of; driver batches where they name no record at all. */
function generatorsOf(rejected: readonly Rejected[]): Generator[] {
  const named = new Set(rejected.map(({ generator }) => generator ?? 'driver'));
  return named.size === 0 ? ['driver'] : GENERATORS.filter((generator) => named.has(generator));
}

async function scoreOf(
  folder: Folder,
  generator: Generator,
  rejected: readonly Rejected[],
  { progress: port }: ReadingPorts,
): Promise<Score> {
  const dataset = folder.ledger.openDataset();
  const batches = dataset === null ? [] : folder.ledger.published(dataset.id);
  const own = batches.filter((row) => row.generator === generator);
  const grader = new Grader(folder);
  const { byBatch, nowhere } = await locate(folder, generator, own, rejected, grader.keys);
  const progress = new Progress(port, 'batches', own.length);
  let score: Score = { ...NOTHING, falsePositives: nowhere, unmatched: nowhere };
  for (const row of own) {
    score = plus(score, await grader.scoreBatch(row, byBatch.get(row.batchId) ?? []));
    progress.advance();
  }
  progress.clear();
  return score;
}
