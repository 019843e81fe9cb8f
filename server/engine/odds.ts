/**
 * A small logistic regression that learns while it is used. Pure arithmetic;
 * what its features mean is for its owner.
 */

/** Size of the first steps, before they shrink with what was learnt (AdaGrad). */
const RATE = 0.15;
/** What each weight counts as having learnt already, so that the first lessons do not overturn what it began with. */
const BEGUN = 1;

export class Odds {
  readonly #weights: number[];
  readonly #squares: number[];

  /** @param weights to begin with, one a feature */
  constructor(weights: readonly number[]) {
    this.#weights = [...weights];
    this.#squares = weights.map(() => BEGUN);
  }

  /** Probability, 0 to 1. */
  of(features: readonly number[]): number {
    let score = 0;
    for (const [at, feature] of features.entries()) score += feature * (this.#weights[at] ?? 0);
    return 1 / (1 + Math.exp(-score));
  }

  /** @param weight how many lessons this one counts for */
  learn(features: readonly number[], cameTrue: boolean, weight: number): void {
    const error = weight * ((cameTrue ? 1 : 0) - this.of(features));
    for (const [at, feature] of features.entries()) {
      const gradient = error * feature;
      const square = (this.#squares[at] ?? BEGUN) + gradient * gradient;
      this.#squares[at] = square;
      this.#weights[at] = (this.#weights[at] ?? 0) + (RATE * gradient) / Math.sqrt(square);
    }
  }
}
