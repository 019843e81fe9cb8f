import type { Continuation } from '../completion/continuation.ts';
import { afterLesson, calibrated, type Curve, isKnown, rawCurve } from '../gate/calibration.ts';
import { decide, type Verdict } from '../gate/gate.ts';
import { candidates } from '../gate/gate.ts';
import { readLeaves } from '../gate/leaves.ts';
import type { Sequel } from './sequels.ts';

/**
 * How far replies are believed: raw until it is known how often an endpoint's
 * estimates come true, corrected from then on. The workspace model corrects
 * itself, so its replies are read as they are.
 */

/**
 * Claims are learnt from down to where the doubt is this many times what the
 * cutoff allows. The curve then is true where it decides: with claims down to .8
 * at a cutoff of .95 two of five projects lost a tenth of what may be shown.
 */
const DOUBT = 1.4;
const MOST_LEAST_CLAIM = 0.95;

export class Judge {
  #curve: Curve = rawCurve;

  /** What a reply says after `typed`. */
  verdict({ source, steps }: Continuation, typed: string, cutoff: number): Verdict {
    if (source === 'workspace' || !isKnown(this.#curve)) return decide(steps, typed, cutoff);
    return decide(steps, typed, cutoff, (estimate) => calibrated(this.#curve, estimate));
  }

  /** Every state that the text went through was a claim, shown or not; also those that an accepted text skipped. */
  learn({ continuation, from, actual }: Sequel<unknown>, cutoff: number): void {
    const least = Math.min(MOST_LEAST_CLAIM, 1 - DOUBT * (1 - cutoff));
    let judged = 0;
    for (let length = from; length < actual.length; length++) {
      const claim = claimAt(continuation, actual.slice(0, length), least);
      // A text that is being typed along is one claim, not one a character.
      if (!claim || length + claim.text.length === judged) continue;
      const rest = actual.slice(length);
      if (!rest.startsWith(claim.text) && claim.text.startsWith(rest)) continue;
      judged = length + claim.text.length;
      this.#curve = afterLesson(this.#curve, claim.estimate, rest.startsWith(claim.text));
    }
  }

  /** What was learnt of one endpoint says nothing about another. */
  forget(): void {
    this.#curve = rawCurve;
  }
}

/** The longest text that might pass some cutoff. */
function claimAt(
  { steps }: Continuation,
  typed: string,
  least: number,
): { text: string; estimate: number } | undefined {
  let longest;
  for (const { text, confidence } of candidates(readLeaves(steps, typed), typed)) {
    if (confidence.estimate < least) break;
    longest = { text, estimate: confidence.estimate };
  }
  return longest;
}
