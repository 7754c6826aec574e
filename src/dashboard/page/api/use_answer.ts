import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { connection } from '../state/connection.ts';

/** What a question has come to. While another one is on its way, the answer of the one before stays. */
export type Answer<T> = {
  readonly value: T | null;
  readonly problem: Error | null;
  readonly isLoading: boolean;
};

/**
 * Asks whenever `key` changes, and again when the service is back after it could not answer.
 * @param ask what to ask; must depend on `key` alone
 */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const answer = useSignal<Answer<T>>({ value: null, problem: null, isLoading: true });
  const asked = useRef<AbortController | null>(null);

  const start = () => {
    asked.current?.abort();
    const controller = new AbortController();
    asked.current = controller;
    answer.value = { ...answer.peek(), isLoading: true };
    const settle = (settled: Pick<Answer<T>, 'value' | 'problem'>) => {
      if (!controller.signal.aborted) answer.value = { ...settled, isLoading: false };
    };
    ask(controller.signal).then(
      (value) => settle({ value, problem: null }),
      (problem) => settle({ value: null, problem }),
    );
  };

  useEffect(() => {
    start();
    return () => asked.current?.abort();
  }, [key]);

  const isLive = connection.value.kind === 'live';
  useEffect(() => {
    if (isLive && answer.peek().problem !== null) start();
  }, [isLive]);

  return answer.value;
}
