/**
 * Time as a value that is passed in, so that tests can drive it. The real clock
 * is built in `main`.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when they are none or `signal` aborts. Never rejects: callers check the signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
