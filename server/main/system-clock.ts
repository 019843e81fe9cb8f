import { performance } from 'node:perf_hooks';
import type { Clock } from '../base/clock.ts';

/** The real clock: monotonic, with timers that end early when the signal aborts and leave no listener behind. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep(ms, signal) {
    if (signal.aborted || ms <= 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake, { once: true });
    return promise;
  },
};
