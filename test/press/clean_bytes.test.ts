import { describe, expect, test } from 'vitest';
import { undoOps } from '../../src/defects/ops.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import { companyJobOf, driverJobOf, press, qualityOf, sizingOf } from './jobs.ts';
import { pressStripe, type WholeStripe } from './whole_stripe.ts';

const JOBS: Readonly<Record<string, PressJob>> = {
  company: companyJobOf({ sizing: sizingOf({ companiesPerBatch: 2000 }) }),
  driver: driverJobOf(100),
};

/** Lines without their newlines; a byte a character, so that broken UTF-8 stays what it is. */
function linesOf({ bytes }: WholeStripe): Buffer[] {
  const lines = bytes.toString('latin1').split('\n').slice(0, -1);
  return lines.map((line) => Buffer.from(line, 'latin1'));
}

/** The single stripe of a job at a rate, with buffers of its own. */
function pressedAt(job: PressJob, rate: number) {
  const stripes = stripesOfJob(job);
  expect(stripes.length).toBe(1);
  return pressStripe({ ...job, quality: qualityOf(rate) }, stripes[0]!);
}

for (const [generator, job] of Object.entries(JOBS)) {
  describe(`a ${generator} batch`, () => {
    const cleanStripe = pressedAt(job, 0);
    const clean = linesOf(cleanStripe);

    for (const rate of [0, 0.05, 1]) {
      test(`at ${rate} has the clean lines of the same seed, but for those in the key`, () => {
        const pressed = pressedAt(job, rate);
        const lines = linesOf(pressed);
        const { defects } = pressed;
        const dirty = new Map(defects.map((defect) => [defect.line, defect]));
        expect(lines.length).toBe(clean.length);
        expect(dirty.size).toBe(defects.length);
        const share = defects.length / clean.length;
        expect(Math.abs(share - rate)).toBeLessThanOrEqual(5 * Math.sqrt((rate * (1 - rate)) / clean.length));
        for (let i = 0; i < clean.length; i++) {
          const defect = dirty.get(i);
          const isSame = lines[i]!.equals(clean[i]!);
          if (isSame === (defect !== undefined)) throw new Error(`line ${i}: ${lines[i]!}`);
          if (defect === undefined) continue;
          const undone = Buffer.from(undoOps(lines[i]!, defect.ops));
          if (!undone.equals(clean[i]!)) throw new Error(`line ${i} is not undone: ${undone}`);
        }
      });
    }

    test('keeps its facts, whatever the rate', () => {
      expect(pressedAt(job, 1).facts).toEqual(pressedAt(job, 0).facts);
    });

    test('is clean when its generator is left out', () => {
      const quality = { ...qualityOf(1), inCompanies: false, inDriverEvents: false };
      const { pressed, bytes } = press({ ...job, quality });
      expect(pressed.corruptedCount).toBe(0);
      expect(bytes.equals(cleanStripe.bytes)).toBe(true);
      const other = { ...qualityOf(1), [generator === 'company' ? 'inDriverEvents' : 'inCompanies']: false };
      expect(press({ ...job, quality: other }).pressed.corruptedCount).toBe(clean.length);
    });
  });
}

test('dirty lines of a rate are among those of a higher one, in every stripe', () => {
  const job = driverJobOf(2500);
  const linesAt = (rate: number) => {
    const stripePress = new StripePress();
    return stripesOfJob(job).flatMap((stripe) =>
      pressStripe({ ...job, quality: qualityOf(rate) }, stripe, stripePress).defects.map(
        ({ line }) => `${stripe.index}/${line}`,
      ),
    );
  };
  const [few, more] = [linesAt(0.01), new Set(linesAt(0.02))];
  expect(few.length).toBeGreaterThan(500);
  expect(more.size).toBeGreaterThan(1.5 * few.length);
  expect(few.filter((line) => !more.has(line))).toEqual([]);
  // Each stripe has its own: with shared draws one would be dirty where the other is.
  const [first, second] = ['0/', '1/'].map((stripe) =>
    few.filter((line) => line.startsWith(stripe)).map((line) => line.slice(2)),
  );
  expect(second!.length).toBeGreaterThan(100);
  expect(second!.filter((line) => first!.includes(line)).length).toBeLessThan(second!.length / 4);
});
