import { Life } from '../fakes/mortal.ts';

/** A life that somebody may decide to end after so many changes more, at any time. */
export class Fate extends Life {
  changesToCome = Number.POSITIVE_INFINITY;
  /** It ends right after this change of the ledger; null: after any. */
  lastChange: string | null = null;

  /** It lives on, whatever was decided. */
  spare(): void {
    this.changesToCome = Number.POSITIVE_INFINITY;
    this.lastChange = null;
  }

  override change(): void {
    if (this.changesToCome <= 0) this.kill();
    this.changesToCome -= 1;
    super.change();
  }
}
