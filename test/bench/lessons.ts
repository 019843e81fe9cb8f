import { seededRandom } from '../../server/cli/seeded-random.ts';
import {
  biasOf,
  cutOff,
  FEATURE_SCALE,
  HiddenUnits,
  KIND_PART,
  LEAK,
  OUTPUT_PART,
  UNITS,
} from '../../server/models/workspace/hidden-units.ts';
import { type Ballot, Mixer } from '../../server/models/workspace/mixer.ts';
import { FEATURE_COUNT } from '../../server/models/workspace/scores.ts';

/**
 * What is fitted from lessons: a mixer whose hidden units learn with it, one that is
 * held still, and a logistic regression.
 */

/** Length of AdaGrad's first steps, and the squared gradients taken as seen before. */
const UNITS_RATE = 0.03;
const UNITS_FIRST_SIZE = 1;

/** Hidden units that learn, by gradient descent. */
class LearningUnits extends HiddenUnits {
  readonly #sizes = new Float64Array(this.weights.length).fill(UNITS_FIRST_SIZE);
  readonly #gradient = new Float64Array(this.weights.length);

  /** The situation is the one attended to last. @see Mixer.learn */
  learn({ rows, kinds, size, traits }: Ballot, probabilities: Float64Array, right: number): void {
    const gradient = this.#gradient.fill(0);
    for (let index = 0; index < size; index++) {
      const share = (index === right ? 1 : 0) - (probabilities[index] ?? 0);
      const row = index * FEATURE_COUNT;
      this.sum(rows, row, kinds[index] ?? 0);
      for (let unit = 0; unit < UNITS; unit++)
        this.#descend(unit, share, kinds[index] ?? 0, rows.subarray(row, row + FEATURE_COUNT));
    }
    for (const trait of traits) {
      for (let unit = 0; unit < UNITS; unit++) {
        let sum = 0;
        for (let bias = KIND_PART + unit; bias < OUTPUT_PART; bias += UNITS) sum += gradient[bias] ?? 0;
        gradient[biasOf(trait) + unit] = sum;
      }
    }
    for (const [at, each] of gradient.entries()) if (each !== 0) this.#step(at, each);
  }

  #descend(unit: number, share: number, kind: number, features: Float64Array): void {
    const gradient = this.#gradient;
    const sum = this.sums[unit] ?? 0;
    add(gradient, OUTPUT_PART + unit, share * cutOff(sum));
    const passed = share * (this.weights[OUTPUT_PART + unit] ?? 0) * (sum > 0 ? 1 : LEAK);
    add(gradient, KIND_PART + kind * UNITS + unit, passed);
    const first = unit * FEATURE_COUNT;
    for (const [feature, value] of features.entries())
      add(gradient, first + feature, passed * FEATURE_SCALE * value);
  }

  #step(at: number, gradient: number): void {
    const size = add(this.#sizes, at, gradient * gradient);
    add(this.weights, at, (UNITS_RATE * gradient) / Math.sqrt(size));
  }
}

/** Adds to one of the numbers, and returns the sum. */
export function add(numbers: Float64Array, at: number, more: number): number {
  return (numbers[at] = (numbers[at] ?? 0) + more);
}

export class LearningMixer extends Mixer {
  readonly #units: LearningUnits;

  /** @param units weights of the hidden units @param firstSize how firmly the weights of the mixer are believed */
  constructor(weights: Float64Array, units: Float64Array, firstSize: number) {
    const learning = new LearningUnits(units);
    super(weights, learning, firstSize);
    this.#units = learning;
  }

  override learn(ballot: Ballot, probabilities: Float64Array, right: number): void {
    this.#units.learn(ballot, probabilities, right);
    super.learn(ballot, probabilities, right);
  }
}

export class HeldMixer extends Mixer {
  override learn(): void {}
}

export interface Lesson {
  readonly dense: readonly number[];
  /** Indices of weights whose feature is 1. */
  readonly traits: readonly number[];
  readonly isRight: boolean;
  /** How many lessons this one counts for; 1 if not said. */
  readonly weight?: number;
}

/** Length of AdaGrad's first steps. Longer than where it goes on learning: here every lesson comes many times. */
const LEARNING_RATE = 0.1;

/**
 * Fits weights to lessons by logistic regression, in place.
 * @returns the mean loss over the last epoch
 */
export function regress(
  weights: Float64Array,
  lessons: readonly Lesson[],
  epochs: number,
  seed: number,
): number {
  const sizes = new Float64Array(weights.length).fill(1);
  const order = Int32Array.from(lessons.keys());
  const random = seededRandom(seed);
  const step = (at: number, gradient: number): void => {
    const size = (sizes[at] ?? 0) + gradient * gradient;
    sizes[at] = size;
    weights[at] = (weights[at] ?? 0) + (LEARNING_RATE * gradient) / Math.sqrt(size);
  };
  let loss = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    loss = 0;
    for (const index of order) {
      const lesson = lessons[index];
      if (!lesson) continue;
      const { dense, traits, isRight, weight = 1 } = lesson;
      let score = 0;
      for (const [feature, value] of dense.entries()) score += (weights[feature] ?? 0) * value;
      for (const trait of traits) score += weights[trait] ?? 0;
      const probability = 1 / (1 + Math.exp(-score));
      loss += weight * lossOf(probability, isRight);
      const error = weight * ((isRight ? 1 : 0) - probability);
      for (const [feature, value] of dense.entries()) step(feature, error * value);
      for (const trait of traits) step(trait, error);
    }
  }
  return loss / lessons.length;
}

/** The natural logarithm of what was given to what came. */
export function lossOf(probability: number, isRight: boolean): number {
  return -Math.log(Math.max(1e-9, isRight ? probability : 1 - probability));
}

export function shuffle(order: Int32Array, random: () => number): void {
  for (let index = order.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const held = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = held;
  }
}
