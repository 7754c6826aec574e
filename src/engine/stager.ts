import type { EligibleCompanies } from '../fleet/pool.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Press } from '../press/port.ts';
import { type Clock, nowMsOf } from './clock.ts';
import type { Pending } from './pending.ts';

export type StagerDeps = {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly press: Press;
  /** Called when a batch has been staged, or has failed. */
  readonly onChange: () => void;
  /** Called when a batch that was dropped meanwhile is no longer being made; something of it may stand in staging. */
  readonly onDropped: (pending: Pending) => void;
};

/**
 * Has pending batches pressed into staging, one after the other: a batch that is planned again never meets what is left
 * of its first try.
 */
export class Stager {
  readonly #deps: StagerDeps;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: StagerDeps) {
    this.#deps = deps;
  }

  /** Begins to stage a batch, in which `companies` drive; its state tells how that went. */
  stage(pending: Pending, companies: EligibleCompanies): void {
    pending.state = 'staging';
    pending.failure = null;
    this.#last = this.#last.then(() => this.#stage(pending, companies));
  }

  /** Resolves once nothing is being staged. */
  idle(): Promise<void> {
    return this.#last;
  }

  async #stage(pending: Pending, companies: EligibleCompanies): Promise<void> {
    const { clock, ledger, press, onChange, onDropped } = this.#deps;
    try {
      if (pending.dropped) return;
      const { pressed, generationMs } = await press.stage({
        plan: pending.plan,
        sizing: pending.settings.sizing,
        quality: pending.settings.quality,
        companies,
      });
      if (pending.dropped) return;
      ledger.stage(pending.row, { ...pressed, generationMs });
      pending.content = pressed;
      pending.generationMs = generationMs;
      pending.stagedMs = nowMsOf(clock);
      pending.state = 'staged';
      pending.hasFailed = false;
    } catch (error) {
      pending.state = 'unstaged';
      pending.failure = error;
      pending.hasFailed = true;
    } finally {
      if (pending.dropped) {
        pending.state = 'unstaged';
        onDropped(pending);
      } else onChange();
    }
  }
}
