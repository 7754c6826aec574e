/** @param entries the class of a mark, and its name */
export function Legend({ entries }: { entries: readonly (readonly [string, string])[] }) {
  return (
    <ul class="legend">
      {entries.map(([mark, name]) => (
        <li key={mark}>
          <span class={`mark mark-${mark}`} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}
