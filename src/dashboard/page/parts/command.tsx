import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

const SHOWN_MS = 4000;

/** What the button says, and what it says to those who listen. */
const READY = ['Copy', ''] as const;
const COPIED = ['Copied', 'The command is copied.'] as const;
const SELECTED = [
  'Press Ctrl+C',
  'The command is selected: press Ctrl+C, or Command+C, to copy it.',
] as const;

/** A command to run in a terminal, with a button that copies it. */
export function Command({ text }: { text: string }) {
  const code = useRef<HTMLElement>(null);
  const result = useSignal<readonly [string, string]>(READY);
  const copy = async () => {
    try {
      // There is none where the page came over plain HTTP from another machine, and people may forbid it.
      await navigator.clipboard.writeText(text);
      result.value = COPIED;
    } catch {
      getSelection()?.selectAllChildren(code.current!);
      result.value = SELECTED;
    }
    setTimeout(() => {
      result.value = READY;
    }, SHOWN_MS);
  };
  return (
    <div class="command">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <code ref={code} tabIndex={0}>
        {text}
      </code>
      <button type="button" onClick={copy} title={result.value[1] || undefined}>
        {result.value[0]}
      </button>
      <span class="hidden" role="status">
        {result.value[1]}
      </span>
    </div>
  );
}
