import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type PanelProps = {
  title: string;
  testId: string;
  /** Choices beside the title. */
  aside?: ComponentChildren;
  children: ComponentChildren;
};

/** A part of the page under a title of its own. */
export function Panel({ title, testId, aside, children }: PanelProps) {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id} data-testid={testId}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
