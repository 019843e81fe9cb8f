import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  biasOf,
  FEATURE_SCALE,
  HiddenUnits,
  hiddenSize,
  KIND_PART,
  LEAK,
  OUTPUT_PART,
  UNITS,
} from '../../../server/models/workspace/hidden-units.ts';
import { TRAIT_ROWS } from '../../../server/models/workspace/mixer.ts';
import { FEATURE_COUNT } from '../../../server/models/workspace/scores.ts';

/** One unit that adds up the first two features, with a bias for kind 1 and for the second trait, and counts twice. */
function unit(): HiddenUnits {
  const weights = new Float64Array(hiddenSize(TRAIT_ROWS + 2));
  weights.set([1, 1]);
  weights[KIND_PART + UNITS] = -3;
  weights[biasOf(TRAIT_ROWS + 1)] = 5;
  weights[OUTPUT_PART] = 2;
  return new HiddenUnits(weights);
}

/** What the unit adds to the score of a candidate in the second of two rows. */
function check(features: readonly number[], kind: number, traits: readonly number[], sum: number): void {
  const units = unit();
  units.attend(traits.map((trait) => TRAIT_ROWS + trait));
  const rows = new Float64Array(2 * FEATURE_COUNT).fill(9, 0, FEATURE_COUNT);
  rows.set(features, FEATURE_COUNT);
  const expected = 2 * (sum > 0 ? sum : LEAK * sum);
  const scores = Float64Array.of(0, 0.5);
  units.addTo(scores, { rows, kinds: Uint8Array.of(0, kind), size: 2, traits: [] });
  assert.ok(Math.abs((scores[1] ?? 0) - 0.5 - expected) < 1e-12);
}

describe('a unit passes on its sum, cut off below 0', () => {
  const rows: readonly (readonly [
    why: string,
    features: number[],
    kind: number,
    traits: number[],
    sum: number,
  ])[] = [
    ['features', [10, 5], 0, [], 15 * FEATURE_SCALE],
    ['below 0', [-10, -5], 0, [], -15 * FEATURE_SCALE],
    ['features without weight', [0, 0, 7], 0, [], 0],
    ['the kind of the candidate', [10, 5], 1, [], 15 * FEATURE_SCALE - 3],
    ['a trait of the situation', [0, 0], 0, [1], 5],
    ['a trait without bias', [0, 0], 0, [0], 0],
    ['all of them', [10, 5], 1, [0, 1], 15 * FEATURE_SCALE + 2],
  ];
  for (const [why, features, kind, traits, sum] of rows) it(why, () => check(features, kind, traits, sum));
});

it('a situation is forgotten when the next is attended to', () => {
  const units = unit();
  const rows = new Float64Array(FEATURE_COUNT);
  units.attend([TRAIT_ROWS + 1]);
  units.attend([]);
  const scores = Float64Array.of(0);
  units.addTo(scores, { rows, kinds: Uint8Array.of(0), size: 1, traits: [] });
  assert.equal(scores[0], 0);
});
