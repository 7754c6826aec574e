import { Command } from './command.tsx';

/** How to ask for the same in a terminal. */
export function Commands({ texts }: { texts: readonly string[] }) {
  return (
    <section class="commands" aria-label="The same in a terminal">
      <p class="detail">The same in a terminal:</p>
      {texts.map((text) => (
        <Command key={text} text={text} />
      ))}
    </section>
  );
}
