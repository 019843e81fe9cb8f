import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../../../server/cli/seeded-random.ts';
import { layoutOf } from '../../../../../server/models/workspace/network/teaching/layout.ts';
import { SEQUENCE, Store } from '../../../../../server/models/workspace/network/teaching/store.ts';
import { Transformer } from '../../../../../server/models/workspace/network/teaching/transformer.ts';
import type { Shape } from '../../../../../server/models/workspace/network/weights.ts';

const NARROW: Shape = { width: 32, inner: 16, layers: 1, heads: 1, window: 96, classes: 16 };

/** Names of the parts of a list of weights, and where each begins. */
function parts(shape: Shape): readonly (readonly [name: string, from: number])[] {
  const { layers, size, ...rest } = layoutOf(shape);
  const named = [
    ...Object.entries(rest),
    ...layers.flatMap((layer, index) =>
      Object.entries(layer).map(([name, at]) => [`${name} of layer ${index}`, at as number] as const),
    ),
  ];
  return [...named, ['end', 4 * size]];
}

/** A transformer with random weights, and a sequence to read. */
function begun(shape: Shape): {
  transformer: Transformer;
  weights: Float32Array;
  gradients: Float32Array;
  sequence: Uint16Array;
} {
  const store = new Store(shape);
  const transformer = new Transformer(store);
  store.lay();
  const { size } = layoutOf(shape);
  const random = seededRandom(5);
  const weights = store.view(transformer.weights, size);
  for (let at = 0; at < size; at++) weights[at] = 0.5 * (random() - 0.4);
  const sequence = Uint16Array.from({ length: SEQUENCE + 1 }, () => Math.floor(shape.classes * random()));
  return { transformer, weights, gradients: store.view(transformer.gradients, size), sequence };
}

/** Moves each part of the weights a little along its gradient: the loss must change as foretold. */
function check(shape: Shape): void {
  const { transformer, weights, gradients, sequence } = begun(shape);
  transformer.read([sequence]);
  const found = gradients.slice();
  const all = parts(shape);
  for (const [index, [name, from]] of all.slice(0, -1).entries()) {
    const [first, end] = [from / 4, (all[index + 1]?.[1] ?? 0) / 4];
    const own = found.subarray(first, end);
    const length = Math.hypot(...own);
    const before = weights.slice(first, end);
    const moved = (by: number): number => {
      weights.set(
        before.map((each, at) => each + (by * (own[at] ?? 0)) / length),
        first,
      );
      return transformer.read([sequence]);
    };
    const step = 0.05 / SEQUENCE / length;
    const ratio = (moved(step) - moved(-step)) / (2 * step * length);
    weights.set(before, first);
    assert.ok(Math.abs(ratio - 1) < 0.02, `${name}: ${ratio} of what was foretold`);
  }
}

describe('the gradients of all parts of the weights', () => {
  it('are right in two layers that see less than a block of queries', () =>
    check({ width: 64, inner: 96, layers: 2, heads: 2, window: 8, classes: 32 }));

  it('are right where they see more than a block', () => check(NARROW));
});

it('gradients of several sequences are those of the mean loss', () => {
  const { transformer, gradients, sequence } = begun(NARROW);
  const other = sequence.toReversed();
  const [one, two, both] = [[sequence], [other], [sequence, other]].map((sequences) => {
    transformer.read(sequences);
    return gradients.slice();
  });
  assert.ok(both);
  for (const [at, each] of both.entries()) {
    const expected = ((one?.[at] ?? 0) + (two?.[at] ?? 0)) / 2;
    assert.ok(
      Math.abs(each - expected) <= 1e-6 + 1e-4 * Math.abs(expected),
      `${at}: ${each}, not ${expected}`,
    );
  }
});
