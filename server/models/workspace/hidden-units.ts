import { type Ballot, KINDS, TRAIT_ROWS } from './mixer.ts';
import { FEATURE_COUNT } from './scores.ts';

/**
 * What a weighted sum of features cannot say: that one model is to be believed
 * only where another agrees. A layer of a few units, each a weighted sum cut off
 * below, whose outputs join the score. Fitted beforehand, and not learnt online.
 */

/** A multiple of four. */
export const UNITS = 8;
/** Features are logarithms; this brings them near 1. */
export const FEATURE_SCALE = 0.2;
/** What a unit passes on of a sum below 0. */
export const LEAK = 0.05;

/** Parts of the weights: of the features, by unit; biases of the units, by kind; of the outputs, by unit; biases of the units, by trait. */
export const KIND_PART = UNITS * FEATURE_COUNT;
export const OUTPUT_PART = KIND_PART + KINDS * UNITS;
const TRAIT_PART = OUTPUT_PART + UNITS;

export class HiddenUnits {
  protected readonly weights: Float64Array;
  /** By unit: the sum for the last candidate, before it is cut off. */
  protected readonly sums = new Float64Array(UNITS);
  /** By kind and unit, for the present situation. */
  readonly #biases = new Float64Array(KINDS * UNITS);

  /** @param weights as many as `hiddenSize` says */
  constructor(weights: Float64Array) {
    this.weights = weights;
  }

  /** Turns to a situation. @param traits as the mixer has them */
  attend(traits: readonly number[]): void {
    for (let bias = 0; bias < this.#biases.length; bias++) {
      let sum = this.weights[KIND_PART + bias]!;
      for (const trait of traits) sum += this.weights[biasOf(trait) + (bias % UNITS)]!;
      this.#biases[bias] = sum;
    }
  }

  /** Adds to the score of each candidate what the units say of it. The situation is the one attended to. */
  addTo(scores: Float64Array, { rows, kinds, size }: Ballot): void {
    const { weights, sums } = this;
    for (let index = 0; index < size; index++) {
      this.sum(rows, index * FEATURE_COUNT, kinds[index]!);
      let score = 0;
      for (let unit = 0; unit < UNITS; unit++) score += weights[OUTPUT_PART + unit]! * cutOff(sums[unit]!);
      scores[index]! += score;
    }
  }

  /** Writes the sums for a candidate. @param row where its features begin */
  protected sum(rows: Float64Array, row: number, kind: number): void {
    const { weights, sums } = this;
    const biases = this.#biases;
    // Four at a time: this loop is run more often than any other.
    for (let unit = 0; unit < UNITS; unit += 4) {
      const first = unit * FEATURE_COUNT;
      const second = first + FEATURE_COUNT;
      const third = second + FEATURE_COUNT;
      const fourth = third + FEATURE_COUNT;
      let [one, two, three, four] = [0, 0, 0, 0];
      for (let feature = 0; feature < FEATURE_COUNT; feature++) {
        const value = rows[row + feature]!;
        one += weights[first + feature]! * value;
        two += weights[second + feature]! * value;
        three += weights[third + feature]! * value;
        four += weights[fourth + feature]! * value;
      }
      const bias = kind * UNITS + unit;
      sums[unit] = biases[bias]! + FEATURE_SCALE * one;
      sums[unit + 1] = biases[bias + 1]! + FEATURE_SCALE * two;
      sums[unit + 2] = biases[bias + 2]! + FEATURE_SCALE * three;
      sums[unit + 3] = biases[bias + 3]! + FEATURE_SCALE * four;
    }
  }
}

/** What a unit passes on. */
export function cutOff(sum: number): number {
  return sum > 0 ? sum : LEAK * sum;
}

/** Where the biases of a trait begin. */
export function biasOf(trait: number): number {
  return TRAIT_PART + (trait - TRAIT_ROWS) * UNITS;
}

/** How many weights there are for a mixer of so many rows. */
export function hiddenSize(mixerRows: number): number {
  return biasOf(mixerRows);
}
