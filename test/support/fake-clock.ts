import type { Clock } from '../../server/base/clock.ts';

/**
 * Time that only moves when a test says so. Sleepers wake in the order of their
 * hour, then of their going to sleep; after each, everything that follows from
 * it has happened before the next one wakes. No real time passes.
 */
export class FakeClock implements Clock {
  #now = 0;
  #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || ms <= 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { until: this.#now + ms, wake: resolve };
    const wakeEarly = (): void => {
      this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
      resolve();
    };
    signal.addEventListener('abort', wakeEarly, { once: true });
    this.#sleepers.push(sleeper);
    return promise.then(() => signal.removeEventListener('abort', wakeEarly));
  }

  /** How many wait for an hour to come. */
  get asleep(): number {
    return this.#sleepers.length;
  }

  /** Lets `ms` milliseconds pass and everything happen that is due in them. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const sleeper = next;
      this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
      this.#now = sleeper.until;
      sleeper.wake();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): { readonly until: number; readonly wake: () => void } | undefined {
    const due = this.#sleepers.filter(({ until }) => until <= end);
    return due.toSorted((one, other) => one.until - other.until)[0];
  }
}

/** Resolves when every promise that could settle without time passing has settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
