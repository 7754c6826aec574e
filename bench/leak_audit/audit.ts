import type { DefectKind } from '../../src/defects/kinds.ts';
import { type Auc, aucOf } from './auc.ts';
import { type Cases, fitStumps, scoresOf } from './boosted_stumps.ts';
import type { Sample } from './sample.ts';

/** What shows of a defect because it is that defect, by the contract. */
type Inherent = {
  /** Features that tell of these fields' content are left out. */
  readonly fields: readonly string[];
  /** First lines of batches are left out, dirty and clean. */
  readonly firstLine: boolean;
};

/** The kinds that nothing but their meaning gives away, or should. */
export const SEMANTIC_KINDS = [
  'reference_mismatch',
  'impossible_transition',
  'boundary_violation',
  'conflicting_duplicate',
  'orphan_reference',
] as const satisfies readonly DefectKind[];
export type SemanticKind = (typeof SEMANTIC_KINDS)[number];

/** The kinds that a company's record can have. */
export const COMPANY_KINDS: readonly SemanticKind[] = ['boundary_violation', 'conflicting_duplicate'];

const INHERENT: Readonly<Partial<Record<SemanticKind, Inherent>>> = {
  // Clean events say 37.5 / 37.5 / 25 % start / stopped / delivered. A parked driver cannot stop, so of the impossible
  // ones 62.5 % say stopped, 18.75 % each of the others. To compare with clean lines of the same type would not do: the type
  // that stood there before is commoner early in a batch or late, so within a type place and time tell it (AUC 0.64–0.82).
  impossible_transition: { fields: ['event_type'], firstLine: false },
  // Nothing stands before the first line that it could conflict with.
  conflicting_duplicate: { fields: [], firstLine: true },
};

const ROUNDS = 40;
/** In standard deviations: by chance, less than one model in a hundred has any of its 250 features beyond it. */
const SURPRISING = 4;

/** How well the surface of one half's lines tells the dirty ones, learnt from the other half. */
export type Comparison = {
  /** Dirty lines of the half that was tested. */
  readonly positives: number;
  readonly auc: Auc;
  /** Names of the features that told more than chance in the half that was learnt from, the strongest first. */
  readonly carriers: readonly string[];
};

export type Finding = {
  /** Of all features and lines. */
  readonly whole: Comparison;
  /** Without what the contract excepts; the same where it excepts nothing. */
  readonly butForTheDefect: Comparison;
};

/** Audits a sample whose defects are all of `kind`. */
export function audit(sample: Sample, kind: SemanticKind): Finding {
  const whole = compare(sample, { fields: [], firstLine: false });
  const inherent = INHERENT[kind];
  return { whole, butForTheDefect: inherent === undefined ? whole : compare(sample, inherent) };
}

function compare(sample: Sample, { fields, firstLine }: Inherent): Comparison {
  const features = sample.features
    .map((_, f) => f)
    .filter((f) => !tellsOf(sample.features[f]!.fields, fields));
  const half = (isTest: number) => {
    const lines: number[] = [];
    for (let i = 0; i < sample.isTest.length; i++) {
      if (sample.isTest[i] === isTest && !(firstLine && sample.isFirst[i] === 1)) lines.push(i);
    }
    return casesOf(sample, features, Uint32Array.from(lines));
  };
  const model = fitStumps(half(0), ROUNDS);
  const test = half(1);
  const scores = scoresOf(model, test.columns, test.isPositive.length);
  return {
    positives: test.isPositive.reduce((sum, is) => sum + is, 0),
    auc: aucOf(scores, test.isPositive),
    carriers: [...model.surprise]
      .filter(([, surprise]) => surprise > SURPRISING)
      .map(([f]) => sample.features[features[f]!]!.name),
  };
}

function tellsOf(fields: readonly string[], left: readonly string[]): boolean {
  return fields.some((field) => left.includes(field));
}

function casesOf(sample: Sample, features: readonly number[], lines: Uint32Array): Cases {
  const pick = (column: Uint8Array) => Uint8Array.from(lines, (i) => column[i]!);
  return { columns: features.map((f) => pick(sample.columns[f]!)), isPositive: pick(sample.isDirty) };
}
