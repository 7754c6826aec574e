import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** A dialog in front of the page, open for as long as it is rendered. @param onClose null: it cannot be dismissed */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: (() => void) | null;
  children: ComponentChildren;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const focused = document.activeElement;
    ref.current!.showModal();
    // A dialog that is taken away, rather than closed, takes the focus with it.
    return () => (focused as HTMLElement | null)?.focus();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      closedby={onClose === null ? 'none' : 'closerequest'}
      // Browsers that do not know `closedby` close it at Escape.
      onClose={onClose ?? (() => ref.current?.showModal())}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
