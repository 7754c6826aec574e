import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { batchIdOf } from '../../src/plan/batch_id.ts';
import { stageBatch } from '../../src/press/stage.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import { GENERATOR_VERSION } from '../../src/press/version.ts';
import type { Disk } from '../../src/publish/disk.ts';
import { Layout } from '../../src/publish/layout.ts';
import { ForeignBytes, Publisher, type StagedBatch } from '../../src/publish/publisher.ts';
import { at, batchPlan, bytesAt, jsonAt, pressJob, put, sha256, textAt } from '../fixtures.ts';
import { DISKS, type Ground } from './disks.ts';

const PRESS = new StripePress();

for (const [name, open] of Object.entries(DISKS)) {
  describe(`on ${name}`, () => {
    let ground: Ground;
    let disk: Disk;
    let layout: Layout;
    let publisher: Publisher;

    beforeEach(() => {
      ground = open();
      disk = ground.disk;
      layout = new Layout(ground.root);
      publisher = new Publisher(disk, layout);
      for (const folder of layout.folders) disk.makeFolder(folder);
    });
    afterEach(() => ground.clear());

    /** Stages batch `number` of a generator: companies of the interval that begins `number` × 10 s after noon. */
    function stage(generator: 'company' | 'driver', number = 1): StagedBatch {
      const startMs = at('12:00:00') + 10_000 * number;
      const plan = batchPlan({
        generator,
        number,
        seed: 41 + number,
        interval: { startMs, endMs: startMs + 10_000 },
      });
      return {
        plan,
        content: stageBatch(disk, layout, pressJob({ plan }), PRESS),
        generatorVersion: GENERATOR_VERSION,
      };
    }

    const stagedText = (batch: StagedBatch) =>
      textAt(disk, layout.stagedLines(batch.plan.generator, batchIdOf(batch.plan.interval.startMs)));

    /** Publishes a company batch and returns how long the file is then. */
    function publish(batch: StagedBatch, committedBytes: number): number {
      const offset = publisher.reveal(batch, at('12:00:20'), committedBytes)!;
      publisher.settle([{ ...batch, generationTimestampMs: at('12:00:20'), fileOffset: offset }]);
      return offset + batch.content.bytes;
    }

    test('a driver batch becomes visible whole, with its metadata, and leaves staging', () => {
      const batch = stage('driver');
      expect(disk.list(layout.events)).toEqual([]);
      expect(publisher.reveal(batch, at('12:00:20'), 0)).toBeNull();
      publisher.settle([{ ...batch, generationTimestampMs: at('12:00:20'), fileOffset: null }]);
      expect(disk.list(layout.eventBatch('20251109T120010Z'))).toEqual(['batch_meta.json', 'events.jsonl']);
      expect(disk.list(layout.staging('driver'))).toEqual([]);
      expect(jsonAt(disk, layout.eventMeta('20251109T120010Z'))).toMatchObject({
        batch_number: 1,
        sha256: batch.content.sha256,
        generation_timestamp: '2025-11-09T12:00:20.000Z',
      });
    });

    test('a driver batch has the times of its publication', () => {
      publisher.reveal(stage('driver'), at('12:34:56'), 0);
      const folder = layout.eventBatch('20251109T120010Z');
      for (const path of [folder, `${folder}/events.jsonl`, `${folder}/batch_meta.json`]) {
        expect(ground.modifiedMs(path)).toBe(at('12:34:56'));
      }
    });

    test('a driver batch is not put over one that is there', () => {
      disk.makeFolder(layout.eventBatch('20251109T120010Z'));
      put(disk, layout.eventLines('20251109T120010Z'), 'mine');
      expect(() => publisher.reveal(stage('driver'), at('12:00:20'), 0)).toThrow(
        'is in the place of a batch that is due',
      );
      expect(textAt(disk, layout.eventLines('20251109T120010Z'))).toBe('mine');
    });

    test('a late batch says so in its metadata, and nothing else changes', () => {
      const batch = stage('driver');
      const before = jsonAt(disk, layout.stagedMeta('driver', '20251109T120010Z'));
      publisher.restamp(batch, at('12:07:00'));
      const after = jsonAt(disk, layout.stagedMeta('driver', '20251109T120010Z'));
      expect(before.generation_timestamp).toBe('2025-11-09T12:00:20.000Z');
      expect(after).toEqual({ ...before, generation_timestamp: '2025-11-09T12:07:00.000Z' });
      expect(Object.keys(after)).toEqual(Object.keys(before));
    });

    test('company batches are appended one behind the other, each with its place in its metadata', () => {
      const [one, two] = [stage('company', 1), stage('company', 2)];
      const expected = stagedText(one) + stagedText(two);
      const length = publish(one, 0);
      expect(publish(two, length)).toBe(length + two.content.bytes);
      expect(textAt(disk, layout.companies)).toBe(expected);
      expect(jsonAt(disk, layout.companyMeta('20251109T120020Z'))).toMatchObject({
        batch_number: 2,
        file_offset: length,
        file_length: two.content.bytes,
      });
      expect(disk.list(layout.staging('company'))).toEqual([]);
      expect(sha256(disk.read(layout.companies, length, two.content.bytes))).toBe(two.content.sha256);
    });

    test('a company batch of which a part is there is completed', () => {
      const [one, two] = [stage('company', 1), stage('company', 2)];
      const [first, second] = [stagedText(one), stagedText(two)];
      const length = publish(one, 0);
      for (const cut of [1, second.length >> 1, second.length - 1, second.length]) {
        put(disk, layout.companies, first + second.slice(0, cut));
        expect(publisher.reveal(two, at('12:00:30'), length)).toBe(length);
        expect(textAt(disk, layout.companies)).toBe(first + second);
      }
    });

    test('a company batch is not put behind bytes that are not its own, and they stay', () => {
      const [one, two] = [stage('company', 1), stage('company', 2)];
      const [first, second] = [stagedText(one), stagedText(two)];
      const length = publish(one, 0);
      const wrong = [
        'x',
        `${second.slice(0, 40)}x`,
        `${second}x`,
        `${second}${second}`,
        second.replace('company_id', 'company_ID'),
      ];
      for (const bytes of wrong) {
        put(disk, layout.companies, first + bytes);
        expect(() => publisher.reveal(two, at('12:00:30'), length)).toThrow(ForeignBytes);
        expect(textAt(disk, layout.companies)).toBe(first + bytes);
      }
    });

    test('the message of foreign bytes names the file and the way out', () => {
      const one = stage('company');
      put(disk, layout.companies, 'mine\n');
      expect(() => publisher.reveal(one, at('12:00:20'), 0)).toThrow(layout.companies);
      expect(() => publisher.reveal(one, at('12:00:20'), 0)).toThrow('move it away');
    });

    test('where companies.jsonl is gone it begins anew, if the ledger says so, too', () => {
      const [one, two] = [stage('company', 1), stage('company', 2)];
      const second = stagedText(two);
      const length = publish(one, 0);
      disk.remove(layout.companies);
      expect(() => publisher.reveal(two, at('12:00:30'), length)).toThrow(ForeignBytes);
      expect(publisher.reveal(two, at('12:00:30'), 0)).toBe(0);
      expect(textAt(disk, layout.companies)).toBe(second);
    });

    test('nothing is put behind a companies.jsonl that is shorter than the ledger says', () => {
      const [one, two] = [stage('company', 1), stage('company', 2)];
      const first = stagedText(one);
      const length = publish(one, 0);
      put(disk, layout.companies, first.slice(0, -1));
      expect(() => publisher.reveal(two, at('12:00:30'), length)).toThrow(ForeignBytes);
      expect(textAt(disk, layout.companies)).toBe(first.slice(0, -1));
    });

    test('to settle again does no harm', () => {
      const one = stage('company');
      publish(one, 0);
      publisher.settle([{ ...one, generationTimestampMs: at('12:00:20'), fileOffset: 0 }]);
      expect(bytesAt(disk, layout.companies).length).toBe(one.content.bytes);
      const driver = stage('driver');
      publisher.reveal(driver, at('12:00:20'), 0);
      publisher.settle([{ ...driver, generationTimestampMs: at('12:00:20'), fileOffset: null }]);
      publisher.settle([{ ...driver, generationTimestampMs: at('12:00:20'), fileOffset: null }]);
    });

    test('what is discarded leaves nothing in staging, and may be discarded again', () => {
      const batch = stage('driver');
      publisher.discard(batch.plan);
      publisher.discard(batch.plan);
      expect(disk.list(layout.staging('driver'))).toEqual([]);
    });
  });
}
