import { computed, signal } from '@preact/signals';
import type { Level } from '../../../log/entry.ts';
import { patternOf } from './log_search.ts';

/** What the log is narrowed to; it stays while other views are shown. */
export const leastLevel = signal<Level>('debug');
export const search = signal('');

/** What finds the text that is looked for; null if there is none. */
export const searchPattern = computed(() => patternOf(search.value));
