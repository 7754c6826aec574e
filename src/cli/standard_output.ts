import { writeSync } from 'node:fs';

const STDOUT = 1;
const FULL_PIPE_MS = 1;

/** Writes all of the bytes to standard output before it returns, also where a pipe takes them slowly. */
export function writeToStdout(bytes: Uint8Array): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(STDOUT, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(cell, 0, 0, FULL_PIPE_MS);
    }
  }
}
