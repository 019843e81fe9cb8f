import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Network } from '../../../../server/models/workspace/network/network.ts';
import { START } from '../../../../server/models/workspace/network/states.ts';
import {
  HEAD,
  type LayerWeights,
  type Matrix,
  MIXED,
  type NetworkWeights,
} from '../../../../server/models/workspace/network/weights.ts';
import { SMALL, smallWeights } from '../../../support/small-network.ts';

const WORDS = ['if', ' (', 'x', ')', '\n1', 'return', ' y', '\n-1'];
const weights = smallWeights(WORDS);

/** Probabilities after each of the tokens. */
function told(network: Network, tokens: readonly number[]): readonly number[][] {
  let state = START;
  return tokens.map((token) => {
    state = network.read(state, token);
    const { weights: shares, sum } = network.tell(state);
    return Array.from(shares, (each) => each / sum);
  });
}

function near(actual: readonly number[], expected: readonly number[]): void {
  for (const [at, each] of actual.entries())
    assert.ok(Math.abs(Math.log(each / (expected[at] ?? 0))) < 0.02, `${at}: ${each}, not ${expected[at]}`);
}

const tokens = fc.array(fc.nat({ max: WORDS.length - 1 }), { minLength: 1, maxLength: 3 * SMALL.window });

describe('what the network tells', () => {
  it('is what the definition says, calculated without haste', () => {
    fc.assert(
      fc.property(tokens, (read) =>
        near(told(new Network(weights), read).at(-1) ?? [], defined(weights, read)),
      ),
      { numRuns: 8 },
    );
  });

  it('does not depend on what was read beside it, however much that was', () => {
    const network = new Network(weights);
    const way = [0, 1, 2, 3, 4, 5, 6, 7, 0, 1];
    const before = told(network, way);
    for (let other = 0; other < 300; other++)
      told(network, [other % 8, (other >> 3) % 8, (other >> 6) % 8, 7, 7, other % 5]);
    assert.deepEqual(told(network, way), before);
  });

  it('sums up to 1', () => {
    const [after = []] = told(new Network(weights), [2]);
    assert.ok(Math.abs(after.reduce((sum, each) => sum + each, 0) - 1) < 1e-4);
  });

  it('is found again only by whoever read last', () => {
    const network = new Network(weights);
    const [one, other] = [{}, {}];
    assert.deepEqual(
      [one, one, other, one].map((reader) => network.isStillRead(reader)),
      [false, true, false, false],
    );
  });
});

/** The definition, token by token from the first on, in plain arithmetic. @returns probabilities after the last */
function defined(all: NetworkWeights, read: readonly number[]): readonly number[] {
  let xs = read.map((token) => norm(rowOf(all.embedding, token), all.firstGain));
  for (const layer of all.layers) xs = afterLayer(layer, xs);
  const last = norm(xs.at(-1) ?? [], all.lastGain);
  const scores = times(all.embedding, last).map((each, at) => each + (all.outputBias[at] ?? 0));
  return softmax(scores);
}

function afterLayer(layer: LayerWeights, xs: readonly (readonly number[])[]): number[][] {
  const raw = xs.map((x) => times(layer.project, norm(x, layer.inputGain)));
  const mixed = raw.map((_, at) =>
    (raw[at] ?? []).map((_, column) => {
      let sum = 0;
      for (let back = 0; back < MIXED && back <= at; back++)
        sum += (layer.mix[back * 3 * SMALL.width + column] ?? 0) * (raw[at - back]?.[column] ?? 0);
      return sum;
    }),
  );
  return xs.map((x, at) => {
    const heard = mixed.slice(Math.max(0, at + 1 - SMALL.window), at + 1);
    const blended = Array.from({ length: SMALL.heads }, (_, head) => attended(layer, heard, head)).flat();
    const seen = plus(x, times(layer.gather, blended));
    const inner = times(layer.widen, norm(seen, layer.innerGain));
    const passed = inner.map((each, unit) => Math.max(0, each + (layer.widenBias[unit] ?? 0)) ** 2);
    return plus(seen, times(layer.narrow, passed));
  });
}

/** What the last of the states heard makes of them all. */
function attended(
  { distances }: LayerWeights,
  heard: readonly (readonly number[])[],
  head: number,
): number[] {
  const part = (state: readonly number[], kind: number): readonly number[] =>
    state.slice(kind * SMALL.width + head * HEAD, kind * SMALL.width + (head + 1) * HEAD);
  const query = part(heard.at(-1) ?? [], 0);
  const shares = softmax(
    heard.map((state, at) => {
      const product = part(state, 1).reduce((sum, each, column) => sum + each * (query[column] ?? 0), 0);
      return product / Math.sqrt(HEAD) + (distances[(head + 1) * SMALL.window - heard.length + at] ?? 0);
    }),
  );
  return Array.from({ length: HEAD }, (_, column) =>
    heard.reduce((sum, state, at) => sum + (shares[at] ?? 0) * (part(state, 2)[column] ?? 0), 0),
  );
}

function rowOf({ columns, codes, scales }: Matrix, row: number): number[] {
  return Array.from(codes.subarray(row * columns, (row + 1) * columns), (code) => code * (scales[row] ?? 0));
}

function times(matrix: Matrix, vector: readonly number[]): number[] {
  return Array.from({ length: matrix.rows }, (_, row) =>
    rowOf(matrix, row).reduce((sum, each, column) => sum + each * (vector[column] ?? 0), 0),
  );
}

function norm(x: readonly number[], gain: Float32Array): number[] {
  const square = x.reduce((sum, each) => sum + each * each, 0) / x.length;
  return x.map((each, at) => ((gain[at] ?? 0) * each) / Math.sqrt(square + 1e-5));
}

function plus(one: readonly number[], other: readonly number[]): number[] {
  return one.map((each, at) => each + (other[at] ?? 0));
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const weights = scores.map((each) => Math.exp(each - most));
  const sum = weights.reduce((total, each) => total + each, 0);
  return weights.map((each) => each / sum);
}
