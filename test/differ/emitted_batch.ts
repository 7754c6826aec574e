import { type BatchLines, identityOf } from './batch_lines.ts';
import { recordOf, textOf } from './json_line.ts';

/** The emitted lines of a batch, asked what stands before a line. Line numbers are 0-based. */
export class EmittedBatch {
  readonly #lines: BatchLines;
  readonly #idField: string;
  readonly #firstOf = new Map<string, number>();
  #firstWithId: Map<string, number> | null = null;

  constructor(lines: BatchLines, idField: string) {
    this.#lines = lines;
    this.#idField = idField;
    for (const [line, bytes] of lines.lines.entries()) {
      const identity = identityOf(bytes);
      if (!this.#firstOf.has(identity)) this.#firstOf.set(identity, line);
    }
  }

  /** The first line that has the same bytes: `line` itself if no earlier one has. */
  firstLike(line: number): number {
    return this.#firstOf.get(identityOf(this.#lines.lines[line]!))!;
  }

  /** Whether a record before `line` was emitted with this id. */
  hasIdBefore(line: number, id: string): boolean {
    this.#firstWithId ??= this.#linesById();
    const first = this.#firstWithId.get(id);
    return first !== undefined && first < line;
  }

  #linesById(): Map<string, number> {
    const byId = new Map<string, number>();
    for (const [line, bytes] of this.#lines.lines.entries()) {
      const text = textOf(bytes);
      const id = text === null ? undefined : recordOf(text)?.[this.#idField];
      if (typeof id === 'string' && !byId.has(id)) byId.set(id, line);
    }
    return byId;
  }
}
