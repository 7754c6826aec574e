import { piecesOf } from '../state/log_search.ts';

/** A text with what a search finds in it marked. */
export function Marked({ text, pattern }: { text: string; pattern: RegExp | null }) {
  return (
    <>{piecesOf(text, pattern).map((piece, i) => (i % 2 === 1 ? <mark key={i}>{piece}</mark> : piece))}</>
  );
}
