/** Where a text stops being JSON. */
export type JsonFault = { /** 1-based. */ readonly line: number; readonly found: string };

type Expected = 'value' | 'first' | 'key' | 'first key' | 'colon' | 'comma' | 'end';

const BLANKS = /[ \t\n\r]*/y;
const TOKEN =
  /[{}[\]:,]|"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SHOWN = 30;

/**
 * Finds the first token that JSON does not allow where it stands. The messages of `JSON.parse` differ between engines, and
 * some say no place. Null where nothing is found: it does not look into strings for odd escapes and control characters.
 */
export function jsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ; ) {
    at = past(BLANKS, text, at);
    if (at === text.length) return expected === 'end' ? null : faultAt(text, at);
    const end = past(TOKEN, text, at);
    const next: Expected | null = end === at ? null : after(text.slice(at, end), expected, open);
    if (next === null) return faultAt(text, at);
    expected = next;
    at = end;
  }
}

/** What must follow a token, or null where the token itself must not stand there. Keeps the brackets that are open. */
function after(token: string, expected: Expected, open: ('{' | '[')[]): Expected | null {
  const closed = (): Expected => (open.length === 0 ? 'end' : 'comma');
  const isKey = expected === 'key' || expected === 'first key';
  switch (token) {
    case '{':
    case '[':
      if (expected !== 'value' && expected !== 'first') return null;
      open.push(token);
      return token === '{' ? 'first key' : 'first';
    case '}':
    case ']': {
      const isFirst = expected === (token === '}' ? 'first key' : 'first');
      const isDone = expected === 'comma' && open.at(-1) === (token === '}' ? '{' : '[');
      if (!isFirst && !isDone) return null;
      open.pop();
      return closed();
    }
    case ':':
      return expected === 'colon' ? 'value' : null;
    case ',':
      if (expected !== 'comma') return null;
      return open.at(-1) === '{' ? 'key' : 'value';
    default:
      if (isKey) return token.startsWith('"') ? 'colon' : null;
      return expected === 'value' || expected === 'first' ? closed() : null;
  }
}

function past(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function faultAt(text: string, at: number): JsonFault {
  const [line = ''] = text.slice(at, at + SHOWN).split('\n');
  return {
    line: text.slice(0, at).split('\n').length,
    found: at === text.length ? 'the JSON ends too early' : `no JSON from ${JSON.stringify(line)} on`,
  };
}
