import * as v from 'valibot';
import { DEFECT_KINDS } from '../../defects/kinds.ts';
import { GENERATORS, MODES } from '../../plan/batch.ts';
import { choice, coded, count, words } from './fields.ts';

export const DEFECT_KIND_NAMES = DEFECT_KINDS.map(({ kind }) => kind);

/** What names a batch, a pipeline or a defect, wherever it stands. */
export const generator = choice(GENERATORS, 'Which generator made it.', 'driver');
export const generationMode = choice(MODES, 'The mode of the run.', 'emulated');
export const batchId = coded(
  'Start of the batch’s interval as `YYYYMMDDTHHMMSSZ`; one of each per generator.',
  /^\d{8}T\d{6}Z$/,
  '20251109T120000Z',
);
export const pipeline = words('Name of the pipeline.', 'default');
export const defectKind = choice(DEFECT_KIND_NAMES, 'Kind of defect.', 'missing_field');
export const sha256 = (of: string) =>
  coded(
    `SHA-256 of ${of}, in hex.`,
    /^[0-9a-f]{64}$/,
    '8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92',
  );

export const batchNumber = count('1, 2, 3, … within the dataset, without gaps.', 7, 1);

/** What a batch consists of, wherever it is told of. */
export const lineCounts = {
  record_count: count('Lines, dirty ones among them.', 15),
  valid_count: count('Lines without a defect.', 12),
  corrupted_count: count('Lines with a defect.', 3),
};

/** How many defects of each kind; kinds that do not occur are left out. */
export const DefectCounts = v.pipe(
  v.record(v.picklist(DEFECT_KIND_NAMES), count('Number of defects of that kind.', 2)),
  v.metadata({
    description: 'Number of defects by kind; kinds that do not occur are left out.',
    examples: [{ missing_field: 2, duplicate: 1 }],
  }),
);
