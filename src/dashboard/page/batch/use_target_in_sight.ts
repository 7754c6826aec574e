import { useEffect, useRef } from 'preact/hooks';

/** A ref of what holds the place that the address names; brings that into sight once it is there, or another one. */
export function useTargetInSight<E extends HTMLElement>(content: unknown, at: number | null) {
  const container = useRef<E>(null);
  useEffect(() => {
    const target = container.current?.querySelector<HTMLElement>('.is-target');
    if (!target) return;
    target.scrollIntoView({ block: 'nearest' });
    // Whoever followed a link goes on from here, also where that is gone with its page.
    const from = document.activeElement;
    const isLinkToHere = from?.getAttribute('href') === location.hash;
    if (isLinkToHere || from === document.body) target.focus({ preventScroll: true });
  }, [content, at]);
  return container;
}
