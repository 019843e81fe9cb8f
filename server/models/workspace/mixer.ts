import { FEATURE_COUNT } from './scores.ts';

/**
 * Weighs the simple models against each other: a softmax over candidates and
 * "something else" of weighted features, learnt online from what came to stand
 * there. Weights are sums of a common row and one for each trait of the
 * situation, so that what is rare still has sane weights.
 */

/** Length of AdaGrad's first steps. */
const LEARNING_RATE = 0.02;
/**
 * Squared gradients taken as seen before the first: how firmly the fitted weights
 * are believed. With 1, the first few tokens of a new file threw them about and
 * what was claimed at 98 % held at 93 %; frozen for good, a tenth of the coverage is lost.
 */
const FIRST_SIZE = 5000;

export class Mixer {
  readonly #weights: Float64Array;
  readonly #gradients: Float64Array;
  /** The weights of the last situation, summed. */
  readonly #summed = new Float64Array(FEATURE_COUNT);

  /** @param weights rows of feature weights, the common one first; learnt in place */
  constructor(weights: Float64Array) {
    this.#weights = weights;
    this.#gradients = new Float64Array(weights.length).fill(FIRST_SIZE);
  }

  /**
   * Writes the probabilities of `size` rows of features.
   * @param traits rows of weights to add to the common one
   */
  mix(rows: Float64Array, size: number, traits: readonly number[], probabilities: Float64Array): void {
    this.#sumWeights(traits);
    let most = -Infinity;
    for (let index = 0; index < size; index++) {
      let score = 0;
      const row = index * FEATURE_COUNT;
      for (let feature = 0; feature < FEATURE_COUNT; feature++)
        score += this.#summed[feature]! * rows[row + feature]!;
      probabilities[index] = score;
      if (score > most) most = score;
    }
    let sum = 0;
    for (let index = 0; index < size; index++)
      sum += probabilities[index] = Math.exp(probabilities[index]! - most);
    for (let index = 0; index < size; index++) probabilities[index]! /= sum;
  }

  /** Moves the weights towards what was right. The arguments are those of the last `mix`. @param right row of what came */
  learn(
    rows: Float64Array,
    size: number,
    traits: readonly number[],
    probabilities: Float64Array,
    right: number,
  ): void {
    for (let feature = 0; feature < FEATURE_COUNT; feature++) {
      let expected = 0;
      for (let index = 0; index < size; index++) {
        expected += probabilities[index]! * rows[index * FEATURE_COUNT + feature]!;
      }
      const gradient = rows[right * FEATURE_COUNT + feature]! - expected;
      this.#step(feature, gradient);
      for (const trait of traits) this.#step(trait * FEATURE_COUNT + feature, gradient);
    }
  }

  #sumWeights(traits: readonly number[]): void {
    for (let feature = 0; feature < FEATURE_COUNT; feature++) {
      let weight = this.#weights[feature]!;
      for (const trait of traits) weight += this.#weights[trait * FEATURE_COUNT + feature]!;
      this.#summed[feature] = weight;
    }
  }

  #step(at: number, gradient: number): void {
    const size = (this.#gradients[at]! += gradient * gradient);
    this.#weights[at]! += (LEARNING_RATE * gradient) / Math.sqrt(size);
  }
}
