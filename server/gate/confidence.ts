import { isWordAt } from '../base/text.ts';
import type { Leaf } from './leaves.ts';

/**
 * The probability that a text is how the document goes on, given what was typed
 * since the anchor: the mass of leaves that start with it over the mass of
 * leaves compatible with what was typed. Written over leaves it is never above
 * the model's own probability, and is called the floor.
 */
export interface Confidence {
  /** Undecided mass counts by the share that can plausibly agree. */
  readonly estimate: number;
  /** All undecided mass counted as agreeing with what was typed; never above the true value. */
  readonly floor: number;
  /** The estimate, corrected by how often such estimates were right; where enough is known of that. */
  readonly calibrated?: number;
}

/** What is held against the cutoff. */
export function probabilityOf({ estimate, calibrated }: Confidence): number {
  return calibrated ?? estimate;
}

/**
 * Share of a leaf's mass that is expected to agree with typed characters the
 * leaf says nothing about, by their number; the last entry serves all longer
 * ones. Blanks alone rule nothing out. Two to three times the shares measured
 * on a code model with 5 alternatives a step: .03, .013, .01 after one, two,
 * three letters, .14 after one sign. Half of these show 1 % more; twice as much
 * a fifth less, and neither changes how much of it is right.
 */
const UNDECIDED_SHARE = [1, 0.1, 0.03, 0.02] as const;
const UNDECIDED_SHARE_OF_SIGN = 0.2;

/** Leaves weighed once for one typed text; asks for several texts share the denominator. */
export class Weighing {
  readonly leaves: readonly Leaf[];
  readonly typed: string;
  readonly #compatible: number;
  readonly #compatibleFloor: number;

  constructor(leaves: readonly Leaf[], typed: string) {
    this.leaves = leaves;
    this.typed = typed;
    let estimate = 0;
    let floor = 0;
    for (const leaf of leaves) {
      floor += leaf.mass;
      estimate += leaf.mass * undecidedShare(typed, leaf.opening.length);
    }
    this.#compatible = estimate;
    this.#compatibleFloor = floor;
  }

  /** Confidence for an agreeing mass; 0 when nothing is compatible with what was typed. */
  of(agreeing: number): Confidence {
    return {
      estimate: ratio(agreeing, this.#compatible),
      floor: ratio(agreeing, this.#compatibleFloor),
    };
  }
}

/** Share of the mass of a leaf that reaches only to `reached` which counts as agreeing with `typed`. */
export function undecidedShare(typed: string, reached: number): number {
  let from = reached;
  while (from < typed.length && typed.charAt(from).trim() === '') from++;
  const characters = Math.max(0, typed.length - from);
  if (characters === 1 && !isWordAt(typed, from)) return UNDECIDED_SHARE_OF_SIGN;
  return UNDECIDED_SHARE[Math.min(characters, UNDECIDED_SHARE.length - 1)] ?? 1;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
