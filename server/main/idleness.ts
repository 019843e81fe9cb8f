import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { type Log, originOf } from '../base/log.ts';

/**
 * What a server does once it has nothing to do but to wait for keys: it warms up, the
 * first time. Whoever types meanwhile is not kept waiting, and warms it up as well.
 */
export interface IdlenessParts {
  readonly clock: Clock;
  readonly log: Log;
  /** @param turn to be awaited again and again: others have theirs, and it lasts while somebody types */
  readonly warmUp: (turn: () => Promise<void>, signal: AbortSignal) => Promise<unknown>;
}

/** Milliseconds: what else an editor does when it starts is over by then. */
const PAUSE = 300;
/** Milliseconds without a key after which nobody types. */
const QUIET = 200;

export class Idleness {
  readonly #parts: IdlenessParts;
  readonly #ended = new AbortController();
  #isWarm = false;
  /** When the last key came. */
  #disturbed = -Infinity;

  constructor(parts: IdlenessParts) {
    this.#parts = parts;
  }

  begin(): void {
    if (this.#isWarm) return;
    this.#isWarm = true;
    void this.#warmUp(this.#ended.signal);
  }

  /** A key has come. */
  disturb(): void {
    this.#disturbed = this.#parts.clock.now();
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
      await warmUp(() => this.#turn(signal), signal);
    } catch (error) {
      log.warn(`The first keys may take longer: ${originOf(error)}`);
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    await setImmediate();
    while (!signal.aborted && clock.now() - this.#disturbed < QUIET) await clock.sleep(QUIET, signal);
  }
}
