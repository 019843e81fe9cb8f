import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../../server/cli/seeded-random.ts';
import type { Matrix } from '../../../../server/models/workspace/network/weights.ts';
import { SMALL, smallShape } from '../../../support/small-network.ts';
import { pack, unpack } from '../../../../server/models/workspace/network/pack.ts';

const words = ['a', 'b'];
const shape = smallShape(words);
const { width, inner, window } = SMALL;
/** As the trainer lays it out: where each part begins, matrices of a layer from rows to columns. */
const FIRST_LAYER = shape.classes * width + Math.ceil(shape.classes / 16) * 16 + 2 * width;
const PROJECT = FIRST_LAYER + width;
const DISTANCES = PROJECT + 3 * width * width + 12 * width;

const random = seededRandom(3);
const trained = Float32Array.from({ length: 1_000_000 }, () => random() - 0.5);
const packed = pack(trained, shape, words);

function weight({ columns, codes, scales }: Matrix, row: number, column: number): number {
  return (scales[row] ?? 0) * (codes[row * columns + column] ?? 0);
}

function check(matrix: Matrix, place: (row: number, column: number) => number): void {
  for (const row of [0, 1, matrix.rows - 1])
    for (const column of [0, 1, matrix.columns - 1]) {
      const [found, expected] = [weight(matrix, row, column), trained[place(row, column)] ?? 0];
      assert.ok(Math.abs(found - expected) < 0.02, `${row}, ${column}: ${found}, not ${expected}`);
    }
}

describe('what was trained is packed', () => {
  it('as codes of six bits, near what it was', () => {
    check(packed.embedding, (row, column) => row * width + column);
    assert.ok(packed.embedding.codes.every((code) => Math.abs(code) <= 31));
  });

  it('with matrices turned, a row for each result', () => {
    const [layer] = packed.layers;
    assert.ok(layer);
    check(layer.project, (row, column) => PROJECT + column * 3 * width + row);
    assert.deepEqual([layer.narrow.rows, layer.narrow.columns], [width, inner]);
  });

  it('with the farthest distance first', () => {
    const found = packed.layers[0]?.distances.subarray(0, window);
    assert.deepEqual(found, trained.subarray(DISTANCES, DISTANCES + window).toReversed());
  });
});

it('what is unpacked is packed to the same again, but for the rounding', () => {
  const again = pack(unpack(packed, shape), shape, words);
  const [first, second] = [packed, again].map(({ embedding, layers }) => [embedding, layers[0]?.narrow]);
  for (const [index, matrix] of (first ?? []).entries()) {
    const other = second?.[index];
    assert.ok(matrix && other);
    for (let row = 0; row < matrix.rows; row++) {
      const [found, expected] = [weight(other, row, 1), weight(matrix, row, 1)];
      assert.ok(Math.abs(found - expected) < 0.02, `${row}: ${found}, not ${expected}`);
    }
  }
  assert.deepEqual(again.layers[0]?.distances, packed.layers[0]?.distances);
  assert.deepEqual(again.outputBias, packed.outputBias);
});
