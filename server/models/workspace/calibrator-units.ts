import { cutOff } from './hidden-units.ts';
import { STANDING_SIZE } from './standing.ts';

/**
 * What the calibrator's weighted sum cannot say: how a winner that stands like
 * this among the others is to be believed. A layer of units over its standing,
 * whose outputs join the log odds. Fitted beforehand, and not learnt online.
 */

export const UNITS = 24;

/** Parts of the weights: of the standing, by unit; biases, by unit; of the outputs, by unit. */
export const BIAS_PART = UNITS * STANDING_SIZE;
export const OUTPUT_PART = BIAS_PART + UNITS;
export const CALIBRATOR_UNITS_SIZE = OUTPUT_PART + UNITS;

export class CalibratorUnits {
  readonly #weights: Float64Array;

  /** @param weights `CALIBRATOR_UNITS_SIZE` of them */
  constructor(weights: Float64Array) {
    this.#weights = weights;
  }

  /** What they add to the log odds. */
  logOdds(standing: ArrayLike<number>): number {
    const weights = this.#weights;
    let score = 0;
    for (let unit = 0; unit < UNITS; unit++) {
      const row = unit * STANDING_SIZE;
      let sum = weights[BIAS_PART + unit]!;
      for (let at = 0; at < STANDING_SIZE; at++) sum += weights[row + at]! * standing[at]!;
      score += weights[OUTPUT_PART + unit]! * cutOff(sum);
    }
    return score;
  }
}
