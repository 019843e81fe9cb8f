import { seededRandom } from '../../server/cli/seeded-random.ts';

/** Logistic regression, by single lessons in a new order each time; and what other fits share with it. */

/** What is known of a case, and what came of it. */
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

/** In nats: less the logarithm of what was given to what came. */
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
