import { piecesOf } from './signs.ts';

/** A text in which everything is to be seen: what has no shape is drawn as a sign, and is still there to be copied. */
export function Text({ text }: { text: string }) {
  return (
    <>
      {piecesOf(text).map(({ text: piece, sign }, i) =>
        sign === null ? (
          piece
        ) : (
          <span
            key={i}
            class="sign"
            role="img"
            aria-label={sign.name}
            title={sign.name}
            data-drawn={sign.drawn}
          >
            {piece}
          </span>
        ),
      )}
    </>
  );
}
