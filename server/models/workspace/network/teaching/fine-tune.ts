import type { NetworkWeights } from '../weights.ts';
import { SEQUENCE, Teacher } from './teacher.ts';

/**
 * Teaches the network a workspace's own texts: which parts of them, how long, and
 * at what rate. How a network is taught is the teacher's.
 *
 * So little lowers the loss of files that were not among them by a sixth in the
 * mean (ARCHITECTURE.md): what this project says and others do not.
 */

/** Tokens that change the weights once. */
const TOKENS_A_STEP = 2048;
const SEQUENCES_A_STEP = TOKENS_A_STEP / SEQUENCE;
/** More steps teach more, and take a core so much longer: some eight tenths of a second each. */
const MOST_STEPS = 150;
/** How often each text is read where there are few of them. */
const MOST_EPOCHS = 3;
const RATE = 0.0014;
/** How strongly it is held to what it knew, for each time that all is read: the same again and again is learnt by heart. */
const PULL = 3;
const WARM_UP_STEPS = 3;
/** The share of the steps before the rate falls. */
const HELD = 0.3;
const LEAST_RATE = 0.05;
/** From one sequence to the next, as a share of all: so few of them come from everywhere. */
const GOLDEN = 0.618034;
/** Tokens that sequences begin later each time all are read: cut at other places, the same text teaches more. */
const SHIFT = 199;

/**
 * Gives way after each step.
 * @param texts classes of the tokens of each file, its header first; together longer than a sequence
 * @returns what the network knows then
 */
export function* fineTune(
  weights: NetworkWeights,
  texts: readonly Uint16Array[],
): Generator<undefined, NetworkWeights, undefined> {
  const tokens = joined(texts);
  const count = Math.floor((tokens.length - 1) / SEQUENCE);
  const steps = Math.min(MOST_STEPS, Math.ceil((MOST_EPOCHS * tokens.length) / TOKENS_A_STEP));
  const pull = (PULL * steps * TOKENS_A_STEP) / tokens.length;
  const teacher = new Teacher(weights);
  const stride = coprime(Math.max(1, Math.round(GOLDEN * count)), count);
  const last = tokens.length - SEQUENCE - 1;
  let next = 0;
  for (let step = 0; step < steps; step++) {
    const batch = Array.from({ length: SEQUENCES_A_STEP }, () => {
      const turn = Math.floor(next / count);
      const at = Math.min(((next++ * stride) % count) * SEQUENCE + ((turn * SHIFT) % SEQUENCE), last);
      return tokens.subarray(at, at + SEQUENCE + 1);
    });
    teacher.step(batch, rateAt(step, steps), pull);
    yield;
  }
  return teacher.weights;
}

function rateAt(step: number, steps: number): number {
  const done = step / steps;
  const falling = done < HELD ? 1 : Math.max(LEAST_RATE, (1 - done) / (1 - HELD));
  return RATE * Math.min(1, (step + 1) / WARM_UP_STEPS) * falling;
}

function joined(texts: readonly Uint16Array[]): Uint16Array {
  const all = new Uint16Array(texts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const text of texts) {
    all.set(text, at);
    at += text.length;
  }
  return all;
}

/** The first number from `near` on that has no divisor in common with `count`: steps of it come to every place. */
function coprime(near: number, count: number): number {
  let number = near;
  while (divisor(number, count) > 1) number++;
  return number;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
