import type { Clock } from '../base/clock.ts';

/**
 * Time that passes only while everybody waits for it: a replay with a person's
 * rhythm and a slow endpoint takes no longer than the computing in it, and is
 * the same each time. Not for what waits for the world outside.
 */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #sleepers = new Map<number, { readonly until: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || ms <= 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const name = this.#order++;
    const wake = (): void => {
      this.#sleepers.delete(name);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    signal.addEventListener('abort', wake, { once: true });
    this.#sleepers.set(name, { until: this.#now + ms, wake });
    return promise;
  }

  /**
   * Lets time pass until the work is done, and returns what it came to.
   * @throws what the work throws, or an Error when it waits for something that no time brings
   */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    work.then(over, over);
    for (;;) {
      await everythingDue();
      if (isOver) return work;
      const next = this.#next();
      if (!next) throw new Error('the work waits for something that is not on this clock');
      this.#now = next.until;
      next.wake();
    }
  }

  /** The first to wake; of several at one time the one that lay down first. */
  #next(): { readonly until: number; readonly wake: () => void } | undefined {
    let first: { readonly until: number; readonly wake: () => void } | undefined;
    for (const sleeper of this.#sleepers.values()) {
      if (!first || sleeper.until < first.until) first = sleeper;
    }
    return first;
  }
}

/** Resolves when every promise that could settle without time passing has settled. */
function everythingDue(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
