import { parseArgs } from 'node:util';
import { DEFECT_KINDS } from '../src/defects/kinds.ts';
import { pressBatch } from '../src/press/press.ts';
import { StripePress } from '../src/press/stripe_press.ts';
import { driverJobOf, qualityOf } from '../test/press/jobs.ts';

/**
 * What defects and their answer key cost: the same batch pressed clean, dirty, and dirty with its key, turn by turn.
 * `bun bench/defects.ts --companies 30000 --rounds 5` prints events/s (the best round), the ratio to clean, and a hash.
 */
const { values } = parseArgs({
  options: {
    companies: { type: 'string', default: '30000' },
    rounds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '0.05' },
  },
});
const weights = Object.fromEntries(DEFECT_KINDS.map(({ kind, weight }) => [kind, weight]));
const COMPANIES = Number(values.companies);
const press = new StripePress();
const clean = driverJobOf(COMPANIES);
const dirty = { ...clean, quality: qualityOf(Number(values.rate), weights) };

let keyBytes = 0;
const WAYS = {
  clean: () => pressBatch(clean, () => {}, press),
  dirty: () => pressBatch(dirty, () => {}, press),
  'dirty + key': () =>
    pressBatch(
      dirty,
      () => {},
      press,
      (bytes) => {
        keyBytes += bytes.length;
      },
    ),
};

const best = new Map<string, number>();
const hashes = new Map<string, string>();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, way] of Object.entries(WAYS)) {
    const started = performance.now();
    const { recordCount, sha256 } = way();
    const perSecond = (1000 * recordCount) / (performance.now() - started);
    best.set(name, Math.max(best.get(name) ?? 0, perSecond));
    hashes.set(name, `${recordCount} events, sha256 ${sha256.slice(0, 12)}`);
  }
}
for (const [name, perSecond] of best) {
  const ratio = perSecond / best.get('clean')!;
  console.log(
    `${name.padEnd(12)} ${(perSecond / 1e6).toFixed(2).padStart(6)} M events/s  ${ratio.toFixed(2)} × clean  ${hashes.get(name)}`,
  );
}
console.log(`answer key: ${(keyBytes / Number(values.rounds) / 1e6).toFixed(1)} MB a batch`);
