/** Leaks that no defect has, planted into dirty lines to see whether the audit finds them. */
export type Plant = { readonly name: string; readonly apply: (line: string) => string };

const EVENT_ID_VARIANT = '{"event_id":"'.length + 19;
const EVENT_ID_START = '{"event_id":"'.length;
const LAST_MS_DIGIT = /(\d)Z"/;

export const PLANTS: readonly Plant[] = [
  { name: 'variant nibble c in event_id', apply: (line) => replaceAt(line, EVENT_ID_VARIANT, 'c') },
  { name: 'a sixth decimal in lat', apply: (line) => line.replace(/("lat":-?\d+\.\d+)/, '$11') },
  { name: 'a space after the first colon', apply: (line) => line.replace(':', ': ') },
  {
    name: 'even milliseconds',
    apply: (line) => line.replace(LAST_MS_DIGIT, (_, digit) => `${digit & ~1}Z"`),
  },
  {
    name: 'no leading zero in event_id',
    apply: (line) => (line[EVENT_ID_START] === '0' ? replaceAt(line, EVENT_ID_START, '1') : line),
  },
];

function replaceAt(line: string, at: number, character: string): string {
  return line.slice(0, at) + character + line.slice(at + 1);
}
