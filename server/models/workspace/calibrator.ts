/**
 * Maps the mixture's probability of its winner to the share of such winners that
 * turn out right: a logistic regression learnt online from every key, shown or
 * not. "Seen once, always followed by this" is the commonest false certainty;
 * how often and how long a context agreed is therefore part of the question.
 */

/** Length of AdaGrad's first steps. */
const LEARNING_RATE = 0.02;
/** Squared gradients taken as seen before the first: how firmly the fitted weights are believed. */
const FIRST_SIZE = 30;

export class Calibrator {
  readonly #weights: Float64Array;
  readonly #gradients: Float64Array;

  /** @param weights `dense` weights, then one for each value of each trait */
  constructor(weights: Float64Array) {
    this.#weights = weights;
    this.#gradients = new Float64Array(weights.length).fill(FIRST_SIZE);
  }

  /** Probability that the winner is right. @param traits indices of weights whose feature is 1 */
  probability(dense: readonly number[], traits: readonly number[]): number {
    let score = 0;
    for (let feature = 0; feature < dense.length; feature++)
      score += this.#weights[feature]! * dense[feature]!;
    for (const trait of traits) score += this.#weights[trait]!;
    return 1 / (1 + Math.exp(-score));
  }

  learn(dense: readonly number[], traits: readonly number[], isRight: boolean): void {
    const error = (isRight ? 1 : 0) - this.probability(dense, traits);
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
