import { seededRandom } from '../../server/cli/seeded-random.ts';
import { SHARED } from '../../server/models/workspace/network/classes.ts';
import { assemble, type NetworkWeights, type Shape } from '../../server/models/workspace/network/weights.ts';

/** A network of random weights, small enough to be calculated by hand, and large enough to attend to something. */

export const SMALL = { width: 64, inner: 96, layers: 2, heads: 2, window: 8 } as const;

export function smallShape(words: readonly string[], window: number = SMALL.window): Shape {
  return { ...SMALL, window, classes: inFours(words).length + SHARED };
}

/** The kernels take four at a time: words that never come make their number a multiple of that. */
function inFours(words: readonly string[]): readonly string[] {
  return [...words, '§1', '§2', '§3'].slice(0, Math.ceil(words.length / 4) * 4);
}

export function smallWeights(known: readonly string[], window: number = SMALL.window): NetworkWeights {
  const words = inFours(known);
  const random = seededRandom(1);
  const floats = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() - 0.4);
  const codes = (count: number): Int8Array =>
    Int8Array.from({ length: count }, () => Math.floor(63 * random()) - 31);
  const weights = assemble(smallShape(words, window), words, floats, codes);
  const matrices = [
    weights.embedding,
    ...weights.layers.flatMap(({ project, gather, widen, narrow }) => [project, gather, widen, narrow]),
  ];
  for (const { scales } of matrices) scales.forEach((each, at) => (scales[at] = 0.02 * each));
  return weights;
}
