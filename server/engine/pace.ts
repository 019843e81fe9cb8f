/**
 * How long a pause in typing is waited for before a model is asked: long enough
 * that a run of keys makes one request, from the person's own rhythm; longer,
 * never shorter, the slower the model is.
 */

/** Milliseconds until a rhythm is known. */
const AT_FIRST = 75;
/** Intervals after which it is. */
const ENOUGH = 8;
/** Share of the usual interval: most keys within a run come sooner than the usual one plus this. */
const SHARE_OF_INTERVAL = 0.3;
const LEAST = 20;
const MOST = 120;
/** Longer intervals are pauses, not rhythm; in milliseconds. */
const PAUSE = 1000;
/** A model slower than this, in milliseconds to its first token, answers a text that has gone on; only in a longer pause it does not. */
const QUICK = 300;
const SHARE_OF_LATENCY = 0.2;
const MOST_FOR_LATENCY = 200;
/** Weight of the newest interval or latency. */
const WEIGHT = 0.1;

export class Pace {
  #lastKey = Number.NEGATIVE_INFINITY;
  #interval = 0;
  #intervals = 0;
  #latency = 0;

  /** A key was pressed. @param now in milliseconds */
  key(now: number): void {
    const interval = now - this.#lastKey;
    this.#lastKey = now;
    if (!(interval < PAUSE)) return;
    this.#intervals++;
    this.#interval += Math.max(WEIGHT, 1 / this.#intervals) * (interval - this.#interval);
  }

  /** A model's first token took so long, in milliseconds. */
  answered(latency: number): void {
    this.#latency = this.#latency === 0 ? latency : this.#latency + WEIGHT * (latency - this.#latency);
  }

  /** Milliseconds of quiet wanted after a key. */
  get pause(): number {
    const own =
      this.#intervals < ENOUGH
        ? AT_FIRST
        : Math.min(MOST, Math.max(LEAST, SHARE_OF_INTERVAL * this.#interval));
    return own + Math.min(MOST_FOR_LATENCY, SHARE_OF_LATENCY * Math.max(0, this.#latency - QUICK));
  }
}
