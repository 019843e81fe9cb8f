import type { Clock } from '../base/clock.ts';
import { type Log, originOf } from '../base/log.ts';

/** What a server does once it has nothing to do but to wait for keys: it warms up, the first time. */
export interface IdlenessParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Done in the time between requests. */
  readonly warmUp: (signal: AbortSignal) => Promise<unknown>;
}

/** Milliseconds: what else an editor does when it starts is over by then. */
const PAUSE = 300;

export class Idleness {
  readonly #parts: IdlenessParts;
  readonly #ended = new AbortController();
  #isWarm = false;

  constructor(parts: IdlenessParts) {
    this.#parts = parts;
  }

  begin(): void {
    if (this.#isWarm) return;
    this.#isWarm = true;
    void this.#warmUp(this.#ended.signal);
  }

  /** For good. */
  end(): void {
    this.#ended.abort();
  }

  async #warmUp(signal: AbortSignal): Promise<void> {
    const { clock, log, warmUp } = this.#parts;
    await clock.sleep(PAUSE, signal);
    if (signal.aborted) return;
    try {
      await warmUp(signal);
    } catch (error) {
      log.warn(`The first keys may take longer: ${originOf(error)}`);
    }
  }
}
