import { MIXED, type Shape } from '../weights.ts';

/**
 * Where each part of the weights lies in the list that `unpack` makes of them:
 * weights, their gradients and their moments are such lists. What is in them is the others'.
 */

/** Bytes from the beginning of a list. Matrices lead from rows to columns, all but the embedding. */
export interface LayerLayout {
  readonly inputGain: number;
  readonly project: number;
  readonly mix: number;
  /** By head, of the nearest token first. */
  readonly distances: number;
  readonly gather: number;
  readonly innerGain: number;
  readonly widen: number;
  readonly widenBias: number;
  readonly narrow: number;
}

export interface Layout {
  readonly embedding: number;
  readonly outputBias: number;
  readonly firstGain: number;
  readonly lastGain: number;
  readonly layers: readonly LayerLayout[];
  /** Numbers in all. */
  readonly size: number;
}

/** As in pack.ts: parts begin at multiples of so many numbers. */
const ALIGNMENT = 16;

export function layoutOf({ width, inner, layers, heads, window, classes }: Shape): Layout {
  let size = 0;
  const take = (count: number): number => {
    const at = size;
    size += Math.ceil(count / ALIGNMENT) * ALIGNMENT;
    return 4 * at;
  };
  const parts = {
    embedding: take(classes * width),
    outputBias: take(classes),
    firstGain: take(width),
    lastGain: take(width),
    layers: Array.from({ length: layers }, () => ({
      inputGain: take(width),
      project: take(width * 3 * width),
      mix: take(MIXED * 3 * width),
      distances: take(heads * window),
      gather: take(width * width),
      innerGain: take(width),
      widen: take(width * inner),
      widenBias: take(inner),
      narrow: take(inner * width),
    })),
  };
  return { ...parts, size };
}
