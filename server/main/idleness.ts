import { type Log, originOf } from '../base/log.ts';
import { systemClock } from './system-clock.ts';

/** What a server does once it has nothing to do but to wait for keys: it warms up, the first time. */

/** Milliseconds: what else an editor does when it starts is over by then. */
const PAUSE = 300;

export class Idleness {
  readonly #log: Log;
  readonly #ended = new AbortController();
  #isWarm = false;

  constructor(log: Log) {
    this.#log = log;
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
    await systemClock.sleep(PAUSE, signal);
    if (signal.aborted) return;
    try {
      // Nobody waits for the code that does it to be loaded, either.
      const { warmUp } = await import('./warm-up.ts');
      await warmUp(signal);
    } catch (error) {
      this.#log.warn(`The first keys may take longer: ${originOf(error)}`);
    }
  }
}
