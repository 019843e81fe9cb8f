import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { newMemory } from '../../../../../server/models/workspace/network/kernels.ts';
import {
  ELEMENTWISE,
  PRODUCTS,
  ROOM,
  startTeachingKernels,
  type TeachingKernels,
} from '../../../../../server/models/workspace/network/teaching/teaching-kernels.ts';
import {
  assembled,
  ELEMENTWISE as ELEMENTWISE_SOURCE,
  PRODUCTS as PRODUCTS_SOURCE,
} from '../../../../bench/network/assemble-kernels.ts';

type Numbers = readonly number[];

/** Has the kernels work on these lists, each of which must be what is expected afterwards, within `error`. */
function check(
  lists: readonly Float32Array[],
  work: (kernels: TeachingKernels, ...at: number[]) => void,
  expected: readonly (Numbers | Float32Array)[],
  error = 1e-4,
): void {
  const memory = newMemory();
  const at = lists.map((list) => memory.put(list));
  const room = memory.take(ROOM);
  const buffer = memory.lay();
  work(startTeachingKernels(memory), ...at, room);
  for (const [list, numbers] of expected.entries())
    for (const [index, number] of new Float32Array(buffer, at[list], numbers.length).entries())
      assert.ok(
        Math.abs(number - (numbers[index] ?? Number.NaN)) <= error,
        `${index} of list ${list}: ${number}, not ${numbers[index]}`,
      );
}

const numbers = (length: number, least = -2, most = 2): fc.Arbitrary<Float32Array> =>
  fc.float32Array({
    minLength: length,
    maxLength: length,
    min: Math.fround(least),
    max: most,
    noNaN: true,
  });
const sum = (all: Iterable<number>): number => Array.from(all).reduce((total, each) => total + each, 0);

describe('the programs of teaching', () => {
  it('are what their sources say', async () => {
    assert.equal(PRODUCTS, await assembled(PRODUCTS_SOURCE));
    assert.equal(ELEMENTWISE, await assembled(ELEMENTWISE_SOURCE));
  });
});

describe('products of matrices', () => {
  const sizes = fc.record({
    m: fc.integer({ min: 1, max: 20 }),
    n: fc.constantFrom(8, 24, 264),
    k: fc.constantFrom(4, 36, 260),
    aTurned: fc.boolean(),
    bTurned: fc.boolean(),
    adds: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('are those of plain loops, whichever way the factors lie', () => {
    fc.assert(
      fc.property(sizes, ({ m, n, k, aTurned, bTurned, adds, seed }) => {
        const made = (count: number, by: number): Float32Array =>
          Float32Array.from({ length: count }, (_, at) => Math.sin(seed + at * by));
        const [to, a, b] = [made(m * n, 0.3), made(m * k, 0.7), made(k * n, 1.1)];
        const [aRow, aColumn] = aTurned ? [1, m] : [k, 1];
        const [bRow, bColumn] = bTurned ? [1, k] : [n, 1];
        const expected = Array.from(to, (before, at) => {
          let product = adds ? before : 0;
          for (let along = 0; along < k; along++)
            product +=
              (a[Math.floor(at / n) * aRow + along * aColumn] ?? 0) *
              (b[along * bRow + (at % n) * bColumn] ?? 0);
          return product;
        });
        check(
          [to, a, b],
          (kernels, to = 0, a = 0, b = 0, room = 0) =>
            kernels.multiply(
              ...([m, n, k, a, 4 * aRow, 4 * aColumn, b, 4 * bRow, 4 * bColumn] as const),
              ...([to, 4 * n, Number(adds), room] as const),
            ),
          [expected, a, b],
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('shares', () => {
  it('are the exponentials of scores, and add up to what they shall', () => {
    fc.assert(
      fc.property(numbers(12, -60, 60), numbers(12), (scores, biases) => {
        const raised = Array.from(scores, (score, at) => Math.exp(0.5 * score + (biases[at] ?? 0)));
        const expected = raised.map((each) => (3 * each) / sum(raised));
        check([scores, biases], (kernels, row = 0, bias = 0) => kernels.soften(row, bias, 0.5, 3, 12), [
          expected,
        ]);
      }),
    );
  });

  it('are 0 where a bias forbids them', () => {
    const biases = Float32Array.of(0, -1e30, 0, 0);
    const work = (kernels: TeachingKernels, row = 0, bias = 0): void => kernels.soften(row, bias, 1, 1, 4);
    check([new Float32Array(4), biases], work, [[1 / 3, 0, 1 / 3, 1 / 3]], 1e-6);
  });

  it('hand the blame on to their scores', () => {
    fc.assert(
      fc.property(numbers(8, 0, 1), numbers(8), numbers(8), (shares, blames, biases) => {
        const along = sum(shares.map((share, at) => share * (blames[at] ?? 0)));
        const own = Array.from(shares, (share, at) => share * ((blames[at] ?? 0) - along));
        check(
          [shares, blames, biases],
          (kernels, shares = 0, d = 0, bias = 0) => kernels.softenBack(shares, d, bias, 0.5, 8),
          [shares, own.map((each) => 0.5 * each), own.map((each, at) => each + (biases[at] ?? 0))],
        );
      }),
    );
  });
});

describe('what is done number by number', () => {
  it('adds products, and blends', () => {
    fc.assert(
      fc.property(numbers(8), numbers(8), numbers(8), (to, one, other) => {
        const product = Array.from(to, (each, at) => each + (one[at] ?? 0) * (other[at] ?? 0));
        check([to, one, other], (kernels, ...[to = 0, a = 0, b = 0]) => kernels.addProducts(to, a, b, 8), [
          product,
        ]);
        const blended = Array.from(to, (each, at) => 0.5 * each - 3 * (one[at] ?? 0));
        check([to, one], (kernels, to = 0, from = 0) => kernels.blend(to, from, 0.5, -3, 8), [blended, one]);
      }),
    );
  });

  it('norms by the root mean square', () => {
    fc.assert(
      fc.property(numbers(8, 0.5), numbers(8), numbers(8), (x, gains, to) => {
        const scale = 1 / Math.sqrt(sum(x.map((each) => each * each)) / 8 + 1e-5);
        const expected = Array.from(x, (each, at) => each * scale * (gains[at] ?? 0));
        check([to, x, gains], (kernels, to = 0, x = 0, gain = 0) => kernels.norm(x, gain, to, 8), [
          expected,
          x,
        ]);
      }),
    );
  });

  it('squares what is above 0, and hands its blame on', () => {
    fc.assert(
      fc.property(numbers(8), numbers(8), numbers(8), (x, biases, d) => {
        const above = x.map((each, at) => Math.max(0, each + (biases[at] ?? 0)));
        const squares = above.map((each) => each * each);
        check([x, biases, d], (kernels, x = 0, bias = 0, to = 0) => kernels.square(x, bias, to, 8), [
          above,
          biases,
          squares,
        ]);
        const blames = above.map((each, at) => 2 * each * (d[at] ?? 0));
        check([above, d, biases], (kernels, x = 0, d = 0, bias = 0) => kernels.squareBack(x, d, bias, 8), [
          above,
          blames,
          blames.map((each, at) => each + (biases[at] ?? 0)),
        ]);
      }),
    );
  });

  it('is a step of AdamW', () => {
    fc.assert(
      fc.property(numbers(4), numbers(4), numbers(4), numbers(4, 0.1), (weights, d, first, second) => {
        const own = d.map((each) => 0.5 * each);
        const firsts = first.map((each, at) => 0.9 * each + 0.1 * (own[at] ?? 0));
        const seconds = second.map((each, at) => 0.98 * each + 0.02 * (own[at] ?? 0) ** 2);
        const by = firsts.map((each, at) => (0.01 * each) / (Math.sqrt(2 * (seconds[at] ?? 0)) + 1e-8));
        check(
          [weights, d, first, second],
          (kernels, w = 0, d = 0, first = 0, second = 0) =>
            kernels.adam(w, d, first, second, 0.5, 0.9, 0.98, 0.01, 2, 0.99, 4),
          [weights.map((each, at) => 0.99 * each - (by[at] ?? 0)), d, firsts, seconds],
        );
      }),
    );
  });
});
