import { seededRandom } from '../../server/cli/seeded-random.ts';
import { Calibrator, type Claim } from '../../server/models/workspace/calibrator.ts';
import { BIAS_PART, OUTPUT_PART, UNITS } from '../../server/models/workspace/calibrator-units.ts';
import { cutOff, LEAK } from '../../server/models/workspace/hidden-units.ts';
import { STANDING_SIZE } from '../../server/models/workspace/standing.ts';
import { Adam } from './adam.ts';
import { add } from './mixing.ts';
import { lossOf, shuffle } from './regression.ts';

/**
 * What a calibrator is fitted to, and how: claims with what came of them, and the
 * weights of its sum and of its units at once, by gradient descent over small
 * parts of all claims.
 */

/** Some hundred thousand of them: in single precision. */
export interface Verdict {
  readonly dense: Float32Array;
  readonly traits: Int16Array;
  readonly standing: Float32Array;
  readonly isRight: boolean;
}

/** Keeps what it is asked to learn. */
export class RecordingCalibrator extends Calibrator {
  verdicts: Verdict[] = [];
  isRecording = false;
  /** Natural logarithms of what it gave to what came, summed; and how many. */
  loss = 0;
  count = 0;

  override learn(claim: Claim, probability: number, isRight: boolean): void {
    this.loss += lossOf(probability, isRight);
    this.count++;
    if (!this.isRecording) {
      super.learn(claim, probability, isRight);
      return;
    }
    this.verdicts.push({
      dense: Float32Array.from(claim.dense),
      traits: Int16Array.from(claim.traits),
      standing: Float32Array.from(claim.standing),
      isRight,
    });
  }
}

const EPOCHS = 6;
const BATCH = 256;
const RATE = 0.002;
/** By how much of itself a weight of the units shrinks with a step, before the gradient is taken for its size. */
const DECAY = 0.0003;
/** What the units' outputs begin with: they would not learn from 0. */
const FIRST_OUTPUT = 0.3;
/** Units that began alike would stay alike: the spread of what their sums begin with. */
const FIRST_SPREAD = 1.2;

/** Fits the weights of a calibrator's sum in place, and those of its units. @returns the mean loss over the last epoch */
export function fitCalibrator(
  weights: Float64Array,
  units: Float64Array,
  verdicts: readonly Verdict[],
  seed: number,
): number {
  const random = seededRandom(seed);
  const scale = scaleOf(verdicts);
  const layer = new Layer(scale, random);
  const sum = new Adam(weights);
  const order = Int32Array.from(verdicts.keys());
  const steps = EPOCHS * Math.ceil(order.length / BATCH);
  let loss = 0;
  for (let step = 0; step < steps; step++) {
    const first = (step * BATCH) % (Math.ceil(order.length / BATCH) * BATCH);
    if (first === 0) {
      shuffle(order, random);
      loss = 0;
    }
    const batch = order.subarray(first, first + BATCH);
    for (const index of batch) loss += learnFrom(verdicts[index], sum, layer);
    const rate = RATE * (0.01 + 0.5 * (1 + Math.cos((Math.PI * step) / steps)));
    sum.step(rate, batch.length);
    layer.step(rate, batch.length);
  }
  units.set(layer.unscaled());
  return loss / order.length;
}

/** @returns the loss */
function learnFrom(verdict: Verdict | undefined, { weights, gradient }: Adam, layer: Layer): number {
  if (!verdict) return 0;
  const { dense, traits, standing, isRight } = verdict;
  let score = layer.score(standing);
  for (const [feature, value] of dense.entries()) score += (weights[feature] ?? 0) * value;
  for (const trait of traits) score += weights[trait] ?? 0;
  const probability = 1 / (1 + Math.exp(-score));
  const error = (isRight ? 1 : 0) - probability;
  for (const [feature, value] of dense.entries()) add(gradient, feature, error * value);
  for (const trait of traits) add(gradient, trait, error);
  layer.learn(error);
  return lossOf(probability, isRight);
}

/** Means of a standing's numbers, and what brings their deviations to 1. */
interface Scale {
  readonly means: Float64Array;
  readonly factors: Float64Array;
}

function scaleOf(verdicts: readonly Verdict[]): Scale {
  const means = new Float64Array(STANDING_SIZE);
  const squares = new Float64Array(STANDING_SIZE);
  for (const { standing } of verdicts) {
    for (let at = 0; at < STANDING_SIZE; at++) {
      const value = standing[at] ?? 0;
      add(means, at, value / verdicts.length);
      add(squares, at, (value * value) / verdicts.length);
    }
  }
  const factors = squares.map((square, at) => 1 / Math.sqrt(square - (means[at] ?? 0) ** 2 + 1e-4));
  return { means, factors };
}

/** The units while they learn: over numbers brought to mean 0 and deviation 1, or those that are far from it would learn for the others. */
class Layer {
  readonly #scale: Scale;
  readonly #parts: Adam;
  readonly #scaled = new Float64Array(STANDING_SIZE);
  readonly #sums = new Float64Array(UNITS);

  constructor(scale: Scale, random: () => number) {
    this.#scale = scale;
    const spread = FIRST_SPREAD * Math.sqrt(3 / STANDING_SIZE);
    const weights = new Float64Array(OUTPUT_PART + UNITS);
    for (let at = 0; at < BIAS_PART; at++) weights[at] = spread * (2 * random() - 1);
    for (let unit = 0; unit < UNITS; unit++)
      weights[OUTPUT_PART + unit] = unit % 2 === 0 ? FIRST_OUTPUT : -FIRST_OUTPUT;
    this.#parts = new Adam(weights, DECAY, BIAS_PART);
  }

  score(standing: ArrayLike<number>): number {
    const { means, factors } = this.#scale;
    const scaled = this.#scaled;
    for (let at = 0; at < STANDING_SIZE; at++)
      scaled[at] = ((standing[at] ?? 0) - (means[at] ?? 0)) * (factors[at] ?? 0);
    const { weights } = this.#parts;
    let score = 0;
    for (let unit = 0; unit < UNITS; unit++) {
      const row = unit * STANDING_SIZE;
      let sum = weights[BIAS_PART + unit] ?? 0;
      for (let at = 0; at < STANDING_SIZE; at++) sum += (weights[row + at] ?? 0) * (scaled[at] ?? 0);
      this.#sums[unit] = sum;
      score += (weights[OUTPUT_PART + unit] ?? 0) * cutOff(sum);
    }
    return score;
  }

  /** From what was scored last. @param error how much likelier it should have been */
  learn(error: number): void {
    const { weights, gradient } = this.#parts;
    const scaled = this.#scaled;
    for (let unit = 0; unit < UNITS; unit++) {
      const sum = this.#sums[unit] ?? 0;
      add(gradient, OUTPUT_PART + unit, error * cutOff(sum));
      const passed = error * (weights[OUTPUT_PART + unit] ?? 0) * (sum > 0 ? 1 : LEAK);
      add(gradient, BIAS_PART + unit, passed);
      const row = unit * STANDING_SIZE;
      for (let at = 0; at < STANDING_SIZE; at++) add(gradient, row + at, passed * (scaled[at] ?? 0));
    }
  }

  step(rate: number, count: number): void {
    this.#parts.step(rate, count);
  }

  /** The weights for numbers as they are. */
  unscaled(): Float64Array {
    const { means, factors } = this.#scale;
    const weights = this.#parts.weights.slice();
    for (let unit = 0; unit < UNITS; unit++) {
      const row = unit * STANDING_SIZE;
      for (let at = 0; at < STANDING_SIZE; at++) {
        const weight = (weights[row + at] ?? 0) * (factors[at] ?? 0);
        weights[row + at] = weight;
        add(weights, BIAS_PART + unit, -weight * (means[at] ?? 0));
      }
    }
    return weights;
  }
}
