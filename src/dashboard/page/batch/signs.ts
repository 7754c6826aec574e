/** A piece of a text; with a sign where nobody would see what it is. */
export type Piece = { readonly text: string; readonly sign: Sign | null };

/** What is drawn, and what it means. */
export type Sign = { readonly drawn: string; readonly name: string };

/** Spaces at an end of a JSON string, and whatever has no shape of its own or is none of the text's characters. */
const UNSEEN =
  /(?<=(?<!\\)") +| +(?=")|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u3000\ufffd]/gu;

const NAMES: Readonly<Record<string, string>> = {
  '\u00a0': 'no-break space',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\ufeff': 'byte order mark',
  '\ufffd': 'bytes that are not UTF-8',
};

/** The pieces of a text, all of them one after the other. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: unseen, index } of text.matchAll(UNSEEN)) {
    if (index > at) pieces.push({ text: text.slice(at, index), sign: null });
    pieces.push({ text: unseen, sign: signOf(unseen) });
    at = index + unseen.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), sign: null });
  return pieces;
}

function signOf(unseen: string): Sign {
  if (unseen.startsWith(' ')) {
    return {
      drawn: '␣'.repeat(unseen.length),
      name: unseen.length === 1 ? 'space' : `${unseen.length} spaces`,
    };
  }
  const code = `U+${unseen.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = NAMES[unseen];
  return { drawn: code, name: name === undefined ? code : `${name} (${code})` };
}
