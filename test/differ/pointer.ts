/** The JSON Pointer of a path of names. */
export function pointerOf(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The names of a JSON Pointer. */
export function namesOf(pointer: string): string[] {
  const [root, ...names] = pointer.split('/');
  if (root !== '' || names.length === 0) throw new Error(`${pointer} points at no field`);
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}
