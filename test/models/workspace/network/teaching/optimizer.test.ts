import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../../../server/cli/seeded-random.ts';
import { layoutOf } from '../../../../../server/models/workspace/network/teaching/layout.ts';
import { Optimizer } from '../../../../../server/models/workspace/network/teaching/optimizer.ts';
import { Store } from '../../../../../server/models/workspace/network/teaching/store.ts';

const shape = { width: 64, inner: 96, layers: 1, heads: 2, window: 8, classes: 32 };
const layout = layoutOf(shape);
const [layer] = layout.layers;
assert.ok(layer);
const RATE = 0.01;

const store = new Store(shape);
const [weightsAt, gradientsAt] = [store.take(layout.size), store.take(layout.size)];
const optimizer = new Optimizer(store, weightsAt, gradientsAt);
store.lay();
const random = seededRandom(7);
const [weights, gradients] = [store.view(weightsAt, layout.size), store.view(gradientsAt, layout.size)];
for (let at = 0; at < layout.size; at++) {
  weights[at] = random() - 0.5;
  gradients[at] = random() - 0.5;
}
const before = weights.slice();
const blame = gradients.slice();
optimizer.step(RATE, 0);
const once = weights.slice();
const PULL = 30;
gradients.set(blame);
optimizer.step(RATE, PULL);
const twice = weights.slice();

/** How far a weight was moved by the first step, but for the decay. */
const moved = (at: number): number => (before[at] ?? 0) * (1 - RATE * 0.05) - (once[at] ?? 0);

/** Rows of such a block were moved by nearly as much, and have as good as nothing in common. */
function check(block: { from: number; rows: number; columns: number; row: number; column: number }): void {
  const { from, rows, columns, row, column } = block;
  const made = Array.from({ length: rows }, (_, i) =>
    Array.from(
      { length: columns },
      (_, k) => moved(from / 4 + i * row + k * column) / (RATE * 0.2 * Math.sqrt(columns)),
    ),
  );
  for (const [i, one] of made.entries())
    for (const other of made.slice(0, i + 1)) {
      const product = one.reduce((sum, each, at) => sum + each * (other[at] ?? 0), 0);
      if (one === other) assert.ok(product > 0.3 && product < 1.6, `row ${i}: ${product}`);
      else assert.ok(Math.abs(product) < 0.3, `row ${i}: ${product} in common`);
    }
}

describe('a step of the optimizer', () => {
  it('moves queries, keys and values each by an orthogonal matrix', () => {
    for (const part of [0, 1, 2])
      check({ from: layer.project + 4 * 64 * part, rows: 64, columns: 64, row: 192, column: 1 });
  });

  it('moves matrices that are not square along their shorter side', () => {
    check({ from: layer.widen, rows: 64, columns: 96, row: 96, column: 1 });
    check({ from: layer.narrow, rows: 64, columns: 96, row: 1, column: 64 });
  });

  it('moves all else by the rate at first, against its gradient', () => {
    const from = layer.mix / 4;
    for (let at = from; at < from + 4 * 3 * 64; at++) {
      const by = (before[at] ?? 0) - (once[at] ?? 0);
      assert.ok(Math.abs(by - RATE * Math.sign(blame[at] ?? 0)) < RATE / 100, `${at}: ${by}`);
    }
  });

  it('pulls back to where they began', () => {
    const from = layer.mix / 4;
    for (let at = from; at < from + 4 * 3 * 64; at++) {
      const unpulled = 2 * RATE * Math.sign(blame[at] ?? 0);
      const by = (before[at] ?? 0) - (twice[at] ?? 0);
      assert.ok(Math.abs(by - (1 - RATE * PULL) * unpulled) < RATE / 20, `${at}: ${by}`);
    }
  });

  it('lets the embedding decay, too', () => {
    assert.ok(Math.abs(Math.abs(moved(0)) - RATE) < RATE / 100);
  });
});
