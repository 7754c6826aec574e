import { parseArgs } from 'node:util';
import type { Auc } from './leak_audit/auc.ts';
import { audit, COMPANY_KINDS, type Finding, SEMANTIC_KINDS, type SemanticKind } from './leak_audit/audit.ts';
import { PLANTS, type Plant } from './leak_audit/plants.ts';
import { type BatchShape, SHAPES, sampleOf } from './leak_audit/sample.ts';

/*
 * Whether dirty lines give themselves away on their surface: place, length, spacing, key order, format and digits of ids and
 * numbers. For every semantic kind a model learns from half of a large sample and is tested on the other half; an area
 * under the ROC curve (AUC) of 0.5 is chance. The last rows plant leaks, and so show what the audit is able to find.
 *
 *   bun bench/leak_audit.ts --lines 200000 --rate 0.1 --seed 42
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '200000' },
    rate: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '42' },
  },
});
/** More than a sample has batches: no two rows share a batch's seed, so they err independently. */
const SEEDS_PER_ROW = 1_000_000;

type Row = { readonly kind: SemanticKind; readonly shape: BatchShape; readonly plant?: Plant };

const ROWS: readonly Row[] = [
  ...SEMANTIC_KINDS.map((kind) => ({ kind, shape: SHAPES.large })),
  ...SEMANTIC_KINDS.map((kind) => ({ kind, shape: SHAPES.small })),
  ...COMPANY_KINDS.map((kind) => ({ kind, shape: SHAPES.company })),
  ...PLANTS.map((plant) => ({ kind: 'reference_mismatch' as const, shape: SHAPES.large, plant })),
];

console.log('| kind | batches of | positives | AUC, whole surface | AUC, but for the defect | carried by |');
console.log('|---|---|---|---|---|---|');
for (const [i, { kind, shape, plant }] of ROWS.entries()) {
  const sample = sampleOf({
    kind,
    shape,
    lines: Number(values.lines),
    rate: Number(values.rate),
    seed: Number(values.seed) + i * SEEDS_PER_ROW,
    ...(plant && { plant: plant.apply }),
  });
  const finding = audit(sample, kind);
  const { whole, butForTheDefect } = finding;
  const cells = [
    plant === undefined ? kind : `*planted*: ${plant.name}`,
    shape.name,
    butForTheDefect.positives.toLocaleString('en'),
    areaOf(whole.auc),
    butForTheDefect === whole ? 'the same' : areaOf(butForTheDefect.auc),
    carriersOf(finding),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function areaOf({ area, low, high }: Auc): string {
  return `${area.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** What the models went by where they beat chance; after a semicolon, what is left without the defect itself. */
function carriersOf({ whole, butForTheDefect }: Finding): string {
  return [...new Set([whole, butForTheDefect])]
    .filter(({ auc }) => auc.low > 0.5)
    .map(({ carriers }) => carriers.join(', ') || 'many, none above chance by itself')
    .join('; ');
}
