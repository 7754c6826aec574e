/** Bytes of a timestamp: `2025-11-09T12:00:03.123Z`. */
export const TIMESTAMP_BYTES = 24;

const PREFIX_BYTES = 20;

/** `000Z` to `999Z`, as the 32 bits that a little-endian write turns into the text. */
const MILLISECONDS = Uint32Array.from({ length: 1000 }, (_, ms) =>
  wordOf(new TextEncoder().encode(`${String(ms).padStart(3, '0')}Z`), 0),
);

/** Writes timestamps; fast when they come in order, because it keeps the text of the last second. */
export class TimestampWriter {
  readonly #prefix = new Uint32Array(PREFIX_BYTES / 4);
  #second = Number.NaN;

  /** Writes epoch milliseconds (year 1970–9999) at `at` as 24 bytes. Returns the offset past them. */
  write(view: DataView, at: number, epochMs: number): number {
    const second = Math.floor(epochMs / 1000);
    if (second !== this.#second) this.#keep(second);
    const prefix = this.#prefix;
    view.setUint32(at, prefix[0]!, true);
    view.setUint32(at + 4, prefix[1]!, true);
    view.setUint32(at + 8, prefix[2]!, true);
    view.setUint32(at + 12, prefix[3]!, true);
    view.setUint32(at + 16, prefix[4]!, true);
    view.setUint32(at + 20, MILLISECONDS[epochMs - second * 1000]!, true);
    return at + TIMESTAMP_BYTES;
  }

  #keep(second: number): void {
    const text = new TextEncoder().encode(new Date(second * 1000).toISOString());
    for (let i = 0; i < this.#prefix.length; i++) this.#prefix[i] = wordOf(text, 4 * i);
    this.#second = second;
  }
}

/** Four bytes as a little-endian number. */
function wordOf(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}
