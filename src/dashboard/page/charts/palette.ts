/** Colours of the style sheet that charts draw with. */
const NAMES = [
  'muted',
  'grid',
  'valid',
  'corrupted',
  'company',
  'driver',
  'bronze',
  'silver',
  'gold',
] as const;
export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

/** The colours as they are now, light or dark: a canvas cannot read variables, but a style that is computed has. */
export function palette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}
