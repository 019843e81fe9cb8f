import type { Clock } from '../../base/clock.ts';

/**
 * The one signal of a request: aborts when its caller does, or when the endpoint
 * has kept silent for too long.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #caller: AbortSignal;
  readonly #request = new AbortController();
  #timer = new AbortController();
  #missed: number | undefined;
  #isReleased = false;

  constructor(clock: Clock, caller: AbortSignal) {
    this.#clock = clock;
    this.#caller = caller;
    caller.addEventListener('abort', this.#abort, { once: true });
    if (caller.aborted) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  /** How long the endpoint was waited for in vain, in milliseconds, if it kept silent for too long. */
  get missed(): number | undefined {
    return this.#missed;
  }

  /** Something has to come within `ms` milliseconds from now; replaces what was expected before. */
  expectWithin(ms: number): void {
    this.rest();
    this.#timer = new AbortController();
    void this.#watch(ms, this.#timer.signal);
  }

  /** Nothing is expected for now. */
  rest(): void {
    this.#timer.abort();
  }

  /** The answer is complete: lets go of the request without ending it, so that its socket can serve the next one. */
  release(): void {
    this.rest();
    this.#caller.removeEventListener('abort', this.#abort);
    this.#isReleased = true;
  }

  /** Ends the request, unless its answer is complete. */
  close(): void {
    if (this.#isReleased) return;
    this.release();
    this.#abort();
  }

  async #watch(ms: number, called: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, called);
    if (called.aborted) return;
    this.#missed = ms;
    this.#abort();
  }

  readonly #abort = (): void => this.#request.abort();
}
