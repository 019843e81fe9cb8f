import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HEAD } from '../../../../server/models/workspace/network/weights.ts';
import {
  CODE_OFFSET,
  integersSize,
  newMemory,
  PROGRAM,
  startKernels,
} from '../../../../server/models/workspace/network/kernels.ts';
import { assembled, NETWORK } from '../../../bench/network/assemble-kernels.ts';

/** Each number within `error` of what was expected. */
function near(actual: Iterable<number>, expected: readonly number[], error: number): void {
  for (const [at, number] of [...actual].entries())
    assert.ok(
      Math.abs(number - (expected[at] ?? Number.NaN)) <= error,
      `${at}: ${number}, not ${expected[at]}`,
    );
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Array.from(one).reduce((sum, each, at) => sum + each * (other[at] ?? 0), 0);
}

const numbers = (length: number, most: number): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: length, maxLength: length, min: -most, max: most, noNaN: true });
const codes = (length: number): fc.Arbitrary<Int8Array> =>
  fc.int8Array({ minLength: length, maxLength: length, min: -31, max: 31 });

describe('the kernels', () => {
  it('are what their source says', async () => {
    assert.equal(PROGRAM, await assembled(NETWORK));
  });

  it('multiply a matrix of codes by a vector as plain arithmetic does', () => {
    const [rows, columns] = [8, 48];
    fc.assert(
      fc.property(codes(rows * columns), numbers(rows, 2), numbers(columns, 10), (matrix, scales, vector) => {
        const memory = newMemory();
        const [matrixAt, scalesAt, vectorAt] = [
          memory.put(matrix.map((code) => code + CODE_OFFSET)),
          memory.put(scales),
          memory.put(vector),
        ];
        const [integersAt, to] = [memory.take(integersSize(columns)), memory.take(4 * rows)];
        const buffer = memory.lay();
        const kernels = startKernels(memory);
        const worth = kernels.quantize(vectorAt, integersAt, columns);
        kernels.multiply(matrixAt, scalesAt, integersAt, worth, to, rows, columns);
        const row = (at: number): Int8Array => matrix.subarray(at * columns, (at + 1) * columns);
        const expected = Array.from(scales, (scale, at) => scale * dot(row(at), vector));
        // Sums that cancel are as exact as what they are made of, rounded to 14 bits.
        near(new Float32Array(buffer, to, rows), expected, 31 * 2 * columns * 10 * 2 ** -14);
      }),
    );
  });

  it('turn scores into exponentials, the largest of which is 1', () => {
    fc.assert(
      fc.property(numbers(12, 60), (scores) => {
        const memory = newMemory();
        const at = memory.put(scores);
        const buffer = memory.lay();
        const sum = startKernels(memory).exponentiate(at, scores.length);
        const most = Math.max(...scores);
        const expected = Array.from(scores, (each) => Math.exp(each - most));
        near(new Float32Array(buffer, at, scores.length), expected, 1e-5);
        near([sum], [expected.reduce((total, each) => total + each, 0)], 1e-4);
      }),
    );
  });

  it('score keys and blend values wherever they lie', () => {
    const order = [2, 0, 1, 2];
    fc.assert(
      fc.property(numbers(HEAD, 10), numbers(4 * HEAD, 10), numbers(4, 1), (query, store, shares) => {
        const memory = newMemory();
        const [queryAt, storeAt, sharesAt] = [memory.put(query), memory.put(store), memory.put(shares)];
        const [listAt, to] = [memory.take(4 * order.length), memory.take(4 * HEAD)];
        const buffer = memory.lay();
        const kernels = startKernels(memory);
        // Each key is the row after the one that is listed: that is what the offset is for.
        const offset = 4 * HEAD;
        new Int32Array(buffer, listAt, order.length).set(order.map((row) => storeAt + offset * row));
        const rows = order.map((row) => store.subarray(HEAD * (row + 1), HEAD * (row + 2)));
        kernels.attend(queryAt, listAt, offset, sharesAt, to, order.length);
        const scores = rows.map((row, at) => dot(row, query) / Math.sqrt(HEAD) + (shares[at] ?? 0));
        near(new Float32Array(buffer, to, order.length), scores, 1e-3);
        kernels.blend(sharesAt, listAt, offset, to, order.length, 0.5);
        const column = (at: number): readonly number[] => rows.map((row) => row[at] ?? 0);
        const blended = Array.from({ length: HEAD }, (_, at) => 0.5 * dot(column(at), shares));
        near(new Float32Array(buffer, to, HEAD), blended, 1e-4);
      }),
    );
  });
});
