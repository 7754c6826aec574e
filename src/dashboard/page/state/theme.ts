import { effect, signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** As `page.html` reads it before the first paint. */
const KEY = 'tachograph.theme';
const DARK = matchMedia('(prefers-color-scheme: dark)');

const kept = localStorage.getItem(KEY);
export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

/** Whether the page is dark now, whoever decided it. */
export const isDark = signal(false);

/** Keeps the choice, and has the page follow it. */
export function startTheme(): void {
  const systemIsDark = signal(DARK.matches);
  DARK.addEventListener('change', () => {
    systemIsDark.value = DARK.matches;
  });
  effect(() => {
    const chosen = theme.value;
    if (chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
    document.documentElement.dataset.theme = chosen;
    isDark.value = chosen === 'dark' || (chosen === 'system' && systemIsDark.value);
  });
}
