import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRejects } from '../../../src/grade/inputs/read_rejects.ts';
import type { Rejects } from '../../../src/grade/inputs/rejects.ts';
import { RejectsUnreadable } from '../../../src/grade/inputs/rejects_unreadable.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

export const BATCH = '20260105T060000Z';
/** The nth event of the fixtures' batch. */
export const eventId = (n: number) => `0b6f1f6e-3c39-4b53-9c5e-0a5d7a3f1c0${n}`;

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function fixtureBytes(name: string): Uint8Array {
  return readFileSync(join(FIXTURES, name));
}

export function readFixture(name: string): Rejects {
  return readRejects(name, fixtureBytes(name));
}

export function readText(name: string, text: string): Rejects {
  return readRejects(name, bytesOf(text));
}

/** The message with which a file is refused. */
export function refusalOf(name: string, content: string | Uint8Array): string {
  try {
    readRejects(name, typeof content === 'string' ? bytesOf(content) : content);
  } catch (error) {
    if (error instanceof RejectsUnreadable) return error.message;
    throw error;
  }
  throw new Error(`${name} was read`);
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
