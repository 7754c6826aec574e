/** From this many letters on, one wrong letter is a typo; in a shorter word it makes another one. */
const LETTERS_OF_A_TYPO = 5;

/** Which of `values` someone meant who wrote `text` in another case, with other separators or a typo; null for none. */
export function meantBy(text: string, values: readonly string[]): string | null {
  const written = lettersOf(text);
  const isMeant = (letters: string) =>
    letters === written || (letters.length >= LETTERS_OF_A_TYPO && isOneEditAway(letters, written));
  return values.find((value) => isMeant(lettersOf(value))) ?? null;
}

/** Letters alone, in lower case, doubled ones once. */
function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replaceAll(/(.)\1+/g, '$1');
}

/** Whether a letter too many or too few, another letter, or two letters swapped make one text of the other. */
function isOneEditAway(a: string, b: string): boolean {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  const swapped = restA.slice(0, 2).split('').reverse().join('') + restA.slice(2);
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    swapped === restB
  );
}
