import { describe, expect, test } from 'vitest';
import { undoOps } from '../../src/defects/ops.ts';
import type { LineBuffer } from '../../src/encode/line_buffer.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import { companyJobOf, driverJobOf, press, qualityOf, sizingOf } from './jobs.ts';

const JOBS: Readonly<Record<string, PressJob>> = {
  company: companyJobOf({ sizing: sizingOf({ companiesPerBatch: 2000 }) }),
  driver: driverJobOf(100),
};

function lineOf(lines: LineBuffer, i: number): Buffer {
  return Buffer.from(lines.bytes.subarray(lines.startOf(i), lines.ends[i]! - 1));
}

/** The single stripe of a job at a rate, with buffers of its own. */
function pressedAt(job: PressJob, rate: number) {
  const stripes = stripesOfJob(job);
  expect(stripes.length).toBe(1);
  return new StripePress().press({ ...job, quality: qualityOf(rate) }, stripes[0]!);
}

for (const [generator, job] of Object.entries(JOBS)) {
  describe(`a ${generator} batch`, () => {
    const { lines: clean } = pressedAt(job, 0);

    for (const rate of [0, 0.05, 1]) {
      test(`at ${rate} has the clean lines of the same seed, but for those in the key`, () => {
        const { lines, defects } = pressedAt(job, rate);
        const dirty = new Map(defects.map((defect) => [defect.line, defect]));
        expect(lines.lineCount).toBe(clean.lineCount);
        expect(dirty.size).toBe(defects.length);
        const share = defects.length / clean.lineCount;
        expect(Math.abs(share - rate)).toBeLessThanOrEqual(
          5 * Math.sqrt((rate * (1 - rate)) / clean.lineCount),
        );
        for (let i = 0; i < clean.lineCount; i++) {
          const defect = dirty.get(i);
          const isSame = lineOf(lines, i).equals(lineOf(clean, i));
          if (isSame === (defect !== undefined)) throw new Error(`line ${i}: ${lineOf(lines, i)}`);
          if (defect === undefined) continue;
          const undone = Buffer.from(undoOps(lineOf(lines, i), defect.ops));
          if (!undone.equals(lineOf(clean, i))) throw new Error(`line ${i} is not undone: ${undone}`);
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
      expect(bytes.equals(clean.view())).toBe(true);
      const other = { ...qualityOf(1), [generator === 'company' ? 'inDriverEvents' : 'inCompanies']: false };
      expect(press({ ...job, quality: other }).pressed.corruptedCount).toBe(clean.lineCount);
    });
  });
}

test('dirty lines of a rate are among those of a higher one, in every stripe', () => {
  const job = driverJobOf(2500);
  const linesAt = (rate: number) => {
    const stripePress = new StripePress();
    return stripesOfJob(job).flatMap((stripe) =>
      stripePress
        .press({ ...job, quality: qualityOf(rate) }, stripe)
        .defects.map(({ line }) => `${stripe.index}/${line}`),
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
