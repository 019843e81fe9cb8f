/**
 * Whether a model is as good at the cursor itself as before the word. Most are
 * not, and sure of it all the same; so it is tried now and then without showing
 * what comes of it, and believed once it has been right often enough.
 */

/** Sure answers wanted before a judgement. A model that is right 7 of 10 times there is believed by chance once in 40. */
const ENOUGH = 16;
/** Share of them that must have been right; at a cutoff of 0.95, 16 have one wrong among them more often than not. */
const RIGHT = 0.9;
/** Of what is remembered; older outcomes fade. */
const MOST = 60;

export class Trust {
  #sure = 0;
  #right = 0;

  /** A sure answer at the cursor turned out right or wrong, shown or not. */
  learn(isRight: boolean): void {
    const fade = this.#sure < MOST ? 1 : 1 - 1 / MOST;
    this.#sure = this.#sure * fade + 1;
    this.#right = this.#right * fade + (isRight ? 1 : 0);
  }

  /** It has been tried often enough to tell. */
  get isJudged(): boolean {
    return this.#sure >= ENOUGH;
  }

  get isEarned(): boolean {
    return this.isJudged && this.#right / this.#sure >= RIGHT;
  }
}
