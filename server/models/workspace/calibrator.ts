import type { CalibratorUnits } from './calibrator-units.ts';

/**
 * Maps the mixture's probability of its winner to the share of such winners that
 * turn out right: a logistic regression learnt online from every key, shown or
 * not. "Seen once, always followed by this" is the commonest false certainty;
 * how often and how long a context agreed is therefore part of the question, and
 * how the winner stands among the others, of which units tell that were fitted
 * beforehand.
 */

/** Length of AdaGrad's first steps. */
const LEARNING_RATE = 0.02;
/** Squared gradients taken as seen before the first: how firmly the fitted weights are believed. */
const FIRST_SIZE = 30;

/** What is asked about a winner. */
export interface Claim {
  readonly dense: readonly number[];
  /** Indices of weights whose feature is 1. */
  readonly traits: readonly number[];
  /** How it stands among the others, for the units. */
  readonly standing: ArrayLike<number>;
}

export class Calibrator {
  readonly #weights: Float64Array;
  readonly #units: CalibratorUnits | undefined;
  readonly #gradients: Float64Array;

  /** @param weights `dense` weights, then one for each value of each trait @param units not learnt here */
  constructor(weights: Float64Array, units?: CalibratorUnits) {
    this.#weights = weights;
    this.#units = units;
    this.#gradients = new Float64Array(weights.length).fill(FIRST_SIZE);
  }

  /** Probability that the winner is right. */
  probability({ dense, traits, standing }: Claim): number {
    let score = this.#units?.logOdds(standing) ?? 0;
    for (let feature = 0; feature < dense.length; feature++)
      score += this.#weights[feature]! * dense[feature]!;
    for (const trait of traits) score += this.#weights[trait]!;
    return 1 / (1 + Math.exp(-score));
  }

  /** Moves the weights towards what came of a claim. @param probability what it was given last */
  learn({ dense, traits }: Claim, probability: number, isRight: boolean): void {
    const error = (isRight ? 1 : 0) - probability;
    for (let feature = 0; feature < dense.length; feature++) this.#step(feature, error * dense[feature]!);
    for (const trait of traits) this.#step(trait, error);
  }

  #step(at: number, gradient: number): void {
    const size = (this.#gradients[at]! += gradient * gradient);
    this.#weights[at]! += (LEARNING_RATE * gradient) / Math.sqrt(size);
  }
}

/** Logarithm of the odds, bounded. */
export function stretch(probability: number): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(bounded / (1 - bounded));
}
