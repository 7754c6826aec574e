import { useId } from 'preact/hooks';
import { count } from '../format.ts';

type PagerProps = {
  /** What is paged, one and many. */
  unit: readonly [one: string, many: string];
  /** Of the page that is shown, from 0 on. */
  offset: number;
  size: number;
  total: number;
  /** The number that people give to what has offset 0. */
  base: 0 | 1;
  /** Beside what is paged. */
  place: 'above' | 'below';
  /** The address of the page that holds what people give this number. */
  hashOf: (number: number) => string;
};

/** Says what part is shown, and leads to the others. */
export function Pager({ unit: [one, many], offset, size, total, base, place, hashOf }: PagerProps) {
  const id = useId();
  const last = Math.floor((total - 1) / size) * size;
  const end = Math.min(total, offset + size);
  return (
    <nav class="pager" aria-label={`Pages of ${many}, ${place}`}>
      <span data-testid="page">
        {many} {count(offset + base)}–{count(end - 1 + base)} of {count(total)}
      </span>
      {total > size && (
        <>
          <span class="pager-links">
            <PageLink text="First" hash={offset > 0 ? hashOf(base) : null} />
            <PageLink text="Previous" hash={offset > 0 ? hashOf(offset - size + base) : null} />
            <PageLink text="Next" hash={offset < last ? hashOf(offset + size + base) : null} />
            <PageLink text="Last" hash={offset < last ? hashOf(last + base) : null} />
          </span>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const { value } = event.currentTarget.elements.namedItem('number') as HTMLInputElement;
              location.hash = hashOf(Number(value));
            }}
          >
            <label for={id}>Go to {one}</label>
            <input id={id} name="number" type="number" min={base} max={total - 1 + base} required />
            <button type="submit">Go</button>
          </form>
        </>
      )}
    </nav>
  );
}

/** @param hash null: there is no such page */
export function PageLink({ text, hash }: { text: string; hash: string | null }) {
  return hash === null ? <span class="muted">{text}</span> : <a href={hash}>{text}</a>;
}
