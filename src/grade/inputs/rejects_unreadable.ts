/** A file that does not say, or not whole, what a pipeline rejected. The message names the file, the place and the way out. */
export class RejectsUnreadable extends Error {
  readonly code = 'REJECTS_UNREADABLE';
  readonly file: string;
  readonly place: string | null;

  /**
   * @param file as the user named it
   * @param place `line 3`, `element 3`; null where it is the whole file
   * @param found what stands there
   * @param wayOut what the user can do, a sentence without its full stop
   */
  constructor(file: string, place: string | null, found: string, wayOut: string) {
    super(`${place === null ? file : `${file}, ${place}`}: ${found}. ${wayOut}`);
    this.name = 'RejectsUnreadable';
    this.file = file;
    this.place = place;
  }
}

const SHOWN = 60;

/** The beginning of a text, in quotes, for a message. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
