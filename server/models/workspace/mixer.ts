import type { HiddenUnits } from './hidden-units.ts';
import { FEATURE_COUNT } from './scores.ts';

/**
 * Weighs the simple models against each other: a softmax over candidates and
 * "something else" of weighted features, learnt online from what came to stand
 * there, and of what the hidden units add. Weights are sums of a common row, one
 * for each trait of the situation, and one for the kind of the candidate, so that
 * what is rare still has sane weights.
 */

/** What is weighed and by what. */
export interface Ballot {
  /** Features of each candidate, one row after the other. */
  readonly rows: Float64Array;
  /** The kind of each candidate, below `KINDS`. */
  readonly kinds: Uint8Array;
  readonly size: number;
  /** Rows of weights to add to the common one, for every candidate. */
  readonly traits: readonly number[];
}

/** Kinds of candidates, each with a row of weights after the common one; the last is "something else". */
export const KINDS = 5;
/** The row of weights of the first kind. */
const FIRST_KIND = 1;
/** Rows of weights before those of the traits. */
export const TRAIT_ROWS = FIRST_KIND + KINDS;

/** Length of AdaGrad's first steps. */
const LEARNING_RATE = 0.02;
/**
 * Squared gradients taken as seen before the first: how firmly the fitted weights
 * are believed. With 1, the first few tokens of a new file threw them about and
 * what was claimed at 98 % held at 93 %; with half of this, and a calibrator
 * believed a tenth as firmly, 97.0 % of what was shown was right instead of
 * 97.4; frozen for good, more than a point of coverage is lost.
 */
const FIRST_SIZE = 10_000;

export class Mixer {
  readonly #weights: Float64Array;
  readonly #gradients: Float64Array;
  readonly #units: HiddenUnits | undefined;
  /** The weights of the last situation, summed, for each kind. */
  readonly #summed = new Float64Array(KINDS * FEATURE_COUNT);
  /** How each feature of each kind should have been, less how it was expected to be. */
  readonly #missed = new Float64Array(KINDS * FEATURE_COUNT);

  /**
   * @param weights rows of feature weights: the common one, those of the kinds, those of the traits; learnt in place
   * @param units added to every score; not learnt here
   * @param firstSize how firmly the weights are believed
   */
  constructor(weights: Float64Array, units?: HiddenUnits, firstSize = FIRST_SIZE) {
    this.#weights = weights;
    this.#units = units;
    this.#gradients = new Float64Array(weights.length).fill(firstSize);
  }

  /** Writes the probabilities of the candidates. */
  mix(ballot: Ballot, probabilities: Float64Array): void {
    const { rows, kinds, size, traits } = ballot;
    this.#sumWeights(traits);
    for (let index = 0; index < size; index++) {
      const row = index * FEATURE_COUNT;
      const weights = kinds[index]! * FEATURE_COUNT;
      let score = 0;
      for (let feature = 0; feature < FEATURE_COUNT; feature++)
        score += this.#summed[weights + feature]! * rows[row + feature]!;
      probabilities[index] = score;
    }
    this.#units?.attend(traits);
    this.#units?.addTo(probabilities, ballot);
    let most = -Infinity;
    for (let index = 0; index < size; index++) most = Math.max(most, probabilities[index]!);
    let sum = 0;
    for (let index = 0; index < size; index++)
      sum += probabilities[index] = Math.exp(probabilities[index]! - most);
    for (let index = 0; index < size; index++) probabilities[index]! /= sum;
  }

  /** Moves the weights towards what was right. The arguments are those of the last `mix`. @param right index of what came */
  learn({ rows, kinds, size, traits }: Ballot, probabilities: Float64Array, right: number): void {
    this.#missed.fill(0);
    for (let index = 0; index < size; index++) {
      const share = (index === right ? 1 : 0) - probabilities[index]!;
      const row = index * FEATURE_COUNT;
      const missed = kinds[index]! * FEATURE_COUNT;
      for (let feature = 0; feature < FEATURE_COUNT; feature++)
        this.#missed[missed + feature]! += share * rows[row + feature]!;
    }
    for (let feature = 0; feature < FEATURE_COUNT; feature++) {
      let gradient = 0;
      for (let kind = 0; kind < KINDS; kind++) {
        const own = this.#missed[kind * FEATURE_COUNT + feature]!;
        if (own !== 0) this.#step((FIRST_KIND + kind) * FEATURE_COUNT + feature, own);
        gradient += own;
      }
      this.#step(feature, gradient);
      for (const trait of traits) this.#step(trait * FEATURE_COUNT + feature, gradient);
    }
  }

  #sumWeights(traits: readonly number[]): void {
    for (let feature = 0; feature < FEATURE_COUNT; feature++) {
      let weight = this.#weights[feature]!;
      for (const trait of traits) weight += this.#weights[trait * FEATURE_COUNT + feature]!;
      for (let kind = 0; kind < KINDS; kind++) {
        const own = this.#weights[(FIRST_KIND + kind) * FEATURE_COUNT + feature]!;
        this.#summed[kind * FEATURE_COUNT + feature] = weight + own;
      }
    }
  }

  #step(at: number, gradient: number): void {
    const size = (this.#gradients[at]! += gradient * gradient);
    this.#weights[at]! += (LEARNING_RATE * gradient) / Math.sqrt(size);
  }
}
