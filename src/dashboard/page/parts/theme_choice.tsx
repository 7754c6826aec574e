import { THEMES, type Theme, theme } from '../state/theme.ts';

export function ThemeChoice() {
  return (
    <label class="theme">
      <span class="hidden">Theme</span>
      <select
        value={theme.value}
        onChange={(event) => {
          theme.value = event.currentTarget.value as Theme;
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {each === 'system' ? 'system theme' : each}
          </option>
        ))}
      </select>
    </label>
  );
}
