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

/** Mixers that are fitted: one whose hidden units learn with it, and one that is held still. */

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
