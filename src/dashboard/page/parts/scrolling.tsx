import type { ComponentChildren } from 'preact';

/** A part that scrolls for itself, also by keyboard. */
export function Scrolling({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark, of its panel's name
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it only a pointer could scroll here
    <div class="scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
