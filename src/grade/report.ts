import { DEFECT_KINDS, type DefectKind, type Scope } from '../defects/kinds.ts';
import type { KindScore, Score } from './score.ts';
import { wilson } from './wilson.ts';

type Share = number | null;
type ShareInterval = readonly [number, number] | null;

/** A score as shares. What is undefined, because nothing was tried, is null and never 0. */
export type Report = {
  readonly records: {
    readonly total: number;
    readonly dirty: number;
    readonly flagged: number;
    readonly true_positives: number;
    readonly false_positives: number;
    readonly false_negatives: number;
    readonly neutral: number;
    readonly unmatched: number;
    readonly ambiguous: number;
    readonly precision: Share;
    readonly recall: Share;
    readonly f1: Share;
    readonly recall_interval: ShareInterval;
    readonly precision_interval: ShareInterval;
  };
  readonly kinds: readonly {
    readonly kind: DefectKind;
    readonly scope: Scope;
    readonly dirty: number;
    readonly caught: number;
    readonly recall: Share;
    readonly recall_interval: ShareInterval;
    /** Null where no verdict names a kind. */
    readonly diagnosed: { readonly precision: Share; readonly recall: Share } | null;
  }[];
  readonly scopes: readonly {
    readonly scope: Scope;
    readonly dirty: number;
    readonly caught: number;
    readonly recall: Share;
    readonly recall_interval: ShareInterval;
  }[];
  readonly cells: { readonly precision: Share; readonly recall: Share; readonly f1: Share };
};

/** Kinds and scopes are those that occur, in the order of the table of kinds; intervals are Wilson's at 95 %. */
export function reportOf(score: Score): Report {
  const { truePositives: hits, falsePositives, falseNegatives, cells } = score;
  const namesKinds = Object.values(score.kinds).some(({ named }) => named > 0);
  return {
    records: {
      total: score.total,
      dirty: score.dirty,
      flagged: hits + falsePositives + score.neutral,
      true_positives: hits,
      false_positives: falsePositives,
      false_negatives: falseNegatives,
      neutral: score.neutral,
      unmatched: score.unmatched,
      ambiguous: score.ambiguous,
      ...precisionAndRecall(hits, falsePositives, falseNegatives),
      recall_interval: wilson(hits, hits + falseNegatives),
      precision_interval: wilson(hits, hits + falsePositives),
    },
    kinds: DEFECT_KINDS.flatMap(({ kind, scope }) => {
      const counts = score.kinds[kind];
      if (counts === undefined) return [];
      return [{ kind, scope, ...caughtOf([counts]), diagnosed: namesKinds ? diagnosedOf(counts) : null }];
    }),
    scopes: [...new Set(DEFECT_KINDS.map(({ scope }) => scope))].flatMap((scope) => {
      const kinds = DEFECT_KINDS.filter((each) => each.scope === scope);
      const counts = kinds.flatMap(({ kind }) => score.kinds[kind] ?? []);
      return counts.some(({ dirty }) => dirty > 0) ? [{ scope, ...caughtOf(counts) }] : [];
    }),
    cells:
      cells.named === 0
        ? { precision: null, recall: null, f1: null }
        : precisionAndRecall(cells.truePositives, cells.falsePositives, cells.falseNegatives),
  };
}

function caughtOf(counts: readonly KindScore[]) {
  const dirty = counts.reduce((sum, each) => sum + each.dirty, 0);
  const caught = counts.reduce((sum, each) => sum + each.caught, 0);
  return { dirty, caught, recall: share(caught, dirty), recall_interval: wilson(caught, dirty) };
}

function diagnosedOf({ dirty, named, correct }: KindScore) {
  return { precision: share(correct, named), recall: share(correct, dirty) };
}

function precisionAndRecall(hits: number, falsePositives: number, falseNegatives: number) {
  const precision = share(hits, hits + falsePositives);
  const recall = share(hits, hits + falseNegatives);
  // F1 = 2·TP / (2·TP + FP + FN), which is the harmonic mean of the two where both are defined.
  const f1 =
    precision === null || recall === null
      ? null
      : share(2 * hits, 2 * hits + falsePositives + falseNegatives);
  return { precision, recall, f1 };
}

function share(part: number, whole: number): Share {
  return whole === 0 ? null : part / whole;
}
