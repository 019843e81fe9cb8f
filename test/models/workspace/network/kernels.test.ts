import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HEAD } from '../../../../server/models/workspace/network/weights.ts';
import {
  integersSize,
  layCodes,
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

/** Lists of numbers in a memory, and the kernels that work on it. */
function laid(...lists: readonly Float32Array[]) {
  const memory = newMemory();
  const places = lists.map((list) => memory.put(list));
  const buffer = memory.lay();
  const at = (list: number): number => places[list] ?? 0;
  return {
    kernels: startKernels(memory),
    at,
    view: (list: number) => new Float32Array(buffer, at(list), lists[list]?.length),
    integers: (list: number) => new Int32Array(buffer, at(list), lists[list]?.length),
  };
}

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
          memory.put(layCodes(matrix, columns)),
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

  it('bring numbers to a root mean square of 1, times their gains', () => {
    fc.assert(
      fc.property(numbers(12, 10), numbers(12, 2), (from, gains) => {
        const { kernels, at, view } = laid(from, gains);
        kernels.normalize(at(0), at(1), at(0), from.length);
        const square = dot(from, from) / from.length;
        near(
          view(0),
          Array.from(from, (each, i) => (each * (gains[i] ?? 0)) / Math.sqrt(square + 1e-5)),
          1e-4,
        );
      }),
    );
  });

  it('mix what lies at several places', () => {
    fc.assert(
      fc.property(numbers(3 * 8, 10), numbers(3 * 4, 2), (store, weights) => {
        const list = [2, 0, 1];
        const { kernels, at, view, integers } = laid(store, weights, new Float32Array(4));
        integers(2).set(list.map((row) => at(0) + 32 * row));
        // Of each row the second half: that is what the offset is for.
        const halves = list.map((row) => store.subarray(8 * row + 4, 8 * row + 8));
        kernels.mix(at(1), at(2), 16, at(2), 4, list.length);
        const expected = Array.from({ length: 4 }, (_, i) =>
          halves.reduce((sum, half, place) => sum + (half[i] ?? 0) * (weights[4 * place + i] ?? 0), 0),
        );
        near(view(2), expected, 1e-4);
      }),
    );
  });

  it('add, and pass on the square of what is above 0', () => {
    fc.assert(
      fc.property(numbers(8, 10), numbers(8, 10), (one, other) => {
        const { kernels, at, view } = laid(one, other, one);
        const sums = Array.from(one, (each, i) => each + (other[i] ?? 0));
        kernels.add(at(0), at(1), one.length);
        near(view(0), sums, 1e-5);
        kernels.pass(at(2), at(1), one.length);
        near(
          view(2),
          Array.from(sums, (sum) => Math.max(0, sum) ** 2),
          1e-3,
        );
      }),
    );
  });

  it('sum numbers up, and find the large ones', () => {
    fc.assert(
      fc.property(numbers(12, 10), fc.float({ min: -10, max: 10, noNaN: true }), (all, least) => {
        const { kernels, at, integers } = laid(all, new Float32Array(all.length));
        near([kernels.sum(at(0), all.length)], [all.reduce((sum, each) => sum + each, 0)], 1e-4);
        const count = kernels.find(at(0), all.length, least, at(1));
        const large = [...all.keys()].filter((i) => (all[i] ?? 0) >= least);
        assert.deepEqual([...integers(1).subarray(0, count)], large);
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
