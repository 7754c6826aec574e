import type { BatchLines } from './batch_lines.ts';
import { recordOf, textOf } from './json_line.ts';
import type { JsonObject } from './key_line.ts';

/** The clean records of a batch, and what they tell together. */
export class CleanBatch {
  readonly #lines: BatchLines;
  #histories: Map<string, number[]> | null = null;
  #companies: Set<string> | null = null;

  constructor(lines: BatchLines) {
    this.#lines = lines;
  }

  /** The record of a line, 0-based. */
  record(line: number): JsonObject {
    const text = textOf(this.#lines.lines[line]!);
    const record = text === null ? null : recordOf(text);
    if (record === null) throw new Error(`clean line ${line + 1} holds no record`);
    return record;
  }

  /** Whether an event of the batch is of this company. */
  knowsCompany(id: string): boolean {
    this.#companies ??= new Set(this.#lines.lines.map((_, line) => this.record(line).company_id as string));
    return this.#companies.has(id);
  }

  /**
   * Whether the driver of a line, 0-based, could do this there: start or deliver when parked, stop when
   * driving. What comes after plays no part: where all else is clean, any other type breaks the story somewhere.
   */
  allows(line: number, type: string): boolean {
    this.#histories ??= this.#linesByDriver();
    const own = this.#histories.get(this.record(line).driver_id as string)!;
    const last = own.findLast((other) => other < line && this.record(other).event_type !== 'delivered');
    const isDriving = last !== undefined && this.record(last).event_type === 'start driving';
    return isDriving === (type === 'stopped driving');
  }

  #linesByDriver(): Map<string, number[]> {
    const byDriver = new Map<string, number[]>();
    for (const line of this.#lines.lines.keys()) {
      const driver = this.record(line).driver_id as string;
      const own = byDriver.get(driver);
      if (own === undefined) byDriver.set(driver, [line]);
      else own.push(line);
    }
    return byDriver;
  }
}
