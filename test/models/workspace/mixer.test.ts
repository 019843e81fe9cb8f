import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Ballot, KINDS, Mixer, TRAIT_ROWS } from '../../../server/models/workspace/mixer.ts';
import { FEATURE_COUNT } from '../../../server/models/workspace/scores.ts';

/** Steps are this long at first: 0.02 by the root of 10,000, the squared gradients taken as seen. */
const FIRST_STEP = 0.02 / Math.sqrt(10_000);

/** Rows of features: only the first few differ from 0. */
function rowsOf(features: readonly (readonly number[])[]): Float64Array {
  const rows = new Float64Array(features.length * FEATURE_COUNT);
  for (const [index, row] of features.entries()) rows.set(row, index * FEATURE_COUNT);
  return rows;
}

/** The common row, then those of the traits; the kinds add nothing unless they are given. */
function weightsOf(
  [common = [], ...traits]: readonly (readonly number[])[],
  kinds: readonly (readonly number[])[] = [],
): Float64Array {
  const none = Array.from({ length: KINDS - kinds.length }, () => []);
  return rowsOf([common, ...kinds, ...none, ...traits]);
}

/** Candidates of the kinds given, and of the first where none is. @param traits 1 and up, as they stand in the weights */
function ballotOf(
  features: readonly (readonly number[])[],
  traits: readonly number[],
  kinds: readonly number[] = [],
): Ballot {
  return {
    rows: rowsOf(features),
    kinds: Uint8Array.from(features, (_, index) => kinds[index] ?? 0),
    size: features.length,
    traits: traits.map((trait) => TRAIT_ROWS + trait - 1),
  };
}

function mixed(
  mixer: Mixer,
  features: readonly (readonly number[])[],
  traits: readonly number[],
  kinds?: readonly number[],
): number[] {
  const probabilities = new Float64Array(features.length);
  mixer.mix(ballotOf(features, traits, kinds), probabilities);
  return [...probabilities];
}

/** Mixes features, learns which row was right, and mixes again. */
function learnt(
  mixer: Mixer,
  features: readonly (readonly number[])[],
  traits: readonly number[],
  right: number,
) {
  const before = Float64Array.from(mixed(mixer, features, traits));
  mixer.learn(ballotOf(features, traits), before, right);
  return { before: [...before], after: mixed(mixer, features, traits) };
}

/** What two rows of features come to, to three digits, where a weight of 1 is given to the features named. */
function check(features: readonly (readonly number[])[], traits: readonly number[], expected: string): void {
  const mixer = new Mixer(weightsOf([[1], [0, 1], [0, 0, -1]]));
  const probabilities = mixed(mixer, features, traits);
  assert.equal(probabilities.map((probability) => probability.toFixed(3)).join(' '), expected);
}

describe('weights of the common row and of the traits of the situation add up', () => {
  const features = [
    [Math.log(3), Math.log(2), Math.log(6)],
    [0, 0, 0],
  ];
  const rows: readonly (readonly [traits: readonly number[], expected: string])[] = [
    [[], '0.750 0.250'],
    [[1], '0.857 0.143'],
    [[2], '0.333 0.667'],
    [[1, 2], '0.500 0.500'],
  ];
  for (const [traits, expected] of rows) {
    it(`traits ${traits.join(' and ') || 'none'}: ${expected}`, () => check(features, traits, expected));
  }
});

it('weights of a kind count for candidates of that kind alone', () => {
  const mixer = new Mixer(weightsOf([[1]], [[], [1]]));
  const features = [[Math.log(2)], [Math.log(2)], [0]];
  const shown = mixed(mixer, features, [], [0, 1, 0]).map((probability) => probability.toFixed(3));
  assert.equal(shown.join(' '), '0.286 0.571 0.143');
});

it('a kind learns from its own candidates', () => {
  const weights = weightsOf([[0]], [[0], [0]]);
  const mixer = new Mixer(weights);
  const ballot = ballotOf([[2], [1]], [], [0, 1]);
  mixer.learn(ballot, Float64Array.of(0.5, 0.5), 0);
  const [, first = 0, second = 0] = [0, 1, 2].map((row) => weights[row * FEATURE_COUNT]);
  assert.ok(first > 0 && second < 0);
});

it('a step by hand: the weight moves by what was right, less what was expected', () => {
  const weights = weightsOf([
    [0, 0],
    [0, 0],
  ]);
  learnt(
    new Mixer(weights),
    [
      [2, -1],
      [0, 0],
    ],
    [1],
    0,
  );
  // Both rows were as likely: 2 came where 1 was expected, -1 where -0.5 was.
  const step = (gradient: number): number => (0.02 * gradient) / Math.sqrt(10_000 + gradient * gradient);
  for (const row of [0, FEATURE_COUNT, TRAIT_ROWS * FEATURE_COUNT]) {
    assert.ok(Math.abs((weights[row] ?? 0) - step(1)) < 1e-12);
    assert.ok(Math.abs((weights[row + 1] ?? 0) - step(-0.5)) < 1e-12);
  }
  assert.ok(Math.abs(step(1) - FIRST_STEP) < 1e-7);
});

const finite = fc.double({ min: -20, max: 0, noNaN: true });
const row = fc.array(finite, { minLength: 3, maxLength: 3 });
const situations = fc.record({
  weights: fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  }),
  features: fc.array(row, { minLength: 2, maxLength: 6 }),
  traits: fc.subarray([1, 2]),
  right: fc.nat(),
});

it('probabilities sum to 1', () => {
  const toOne = fc.property(situations, ({ weights, features, traits }) => {
    const probabilities = mixed(new Mixer(weightsOf(weights)), features, traits);
    assert.ok(probabilities.every((probability) => probability >= 0));
    assert.ok(Math.abs(probabilities.reduce((sum, each) => sum + each, 0) - 1) < 1e-9);
  });
  fc.assert(toOne);
});

it('also of features so small or so many that their exponentials are not numbers', () => {
  const mixer = new Mixer(weightsOf([[1]]));
  assert.deepEqual(mixed(mixer, [[-2000], [-2000]], []), [0.5, 0.5]);
  assert.deepEqual(mixed(mixer, [[2000], [0]], []), [1, 0]);
});

it('learning makes what came more probable', () => {
  const moreProbable = fc.property(situations, ({ weights, features, traits, right }) => {
    const came = right % features.length;
    const { before, after } = learnt(new Mixer(weightsOf(weights)), features, traits, came);
    assert.ok((after[came] ?? 0) >= (before[came] ?? 0) - 1e-12);
  });
  fc.assert(moreProbable);
});

it('of two models it comes to believe the one that is right', () => {
  const mixer = new Mixer(weightsOf([[0.5, 0.5]]));
  const [likely, unlikely] = [Math.log(0.9), Math.log(0.1)];
  for (let time = 0; time < 6000; time++) {
    learnt(
      mixer,
      [
        [likely, unlikely],
        [unlikely, likely],
      ],
      [],
      0,
    );
  }
  assert.ok(
    (mixed(
      mixer,
      [
        [likely, unlikely],
        [unlikely, likely],
      ],
      [],
    )[0] ?? 0) > 0.8,
  );
});
