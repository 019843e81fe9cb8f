import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BIAS_PART,
  CALIBRATOR_UNITS_SIZE,
  CalibratorUnits,
  OUTPUT_PART,
} from '../../../server/models/workspace/calibrator-units.ts';
import { STANDING_SIZE } from '../../../server/models/workspace/standing.ts';

/** One unit that takes the second number from the first, with a bias, and counts three times; another that takes the last, and counts against it. */
function units(): CalibratorUnits {
  const weights = new Float64Array(CALIBRATOR_UNITS_SIZE);
  weights.set([1, -1]);
  weights[BIAS_PART] = 0.5;
  weights[OUTPUT_PART] = 3;
  weights[2 * STANDING_SIZE - 1] = 1;
  weights[OUTPUT_PART + 1] = -1;
  return new CalibratorUnits(weights);
}

function check(first: number, second: number, last: number, expected: number): void {
  const standing = new Float64Array(STANDING_SIZE);
  standing.set([first, second]);
  standing[STANDING_SIZE - 1] = last;
  assert.ok(Math.abs(units().logOdds(standing) - expected) < 1e-12);
}

describe('units add their sums, cut off below 0, to the log odds', () => {
  const rows: readonly (readonly [
    why: string,
    first: number,
    second: number,
    last: number,
    expected: number,
  ])[] = [
    ['nothing but the bias', 0, 0, 0, 1.5],
    ['a sum above 0', 2, 1, 0, 4.5],
    ['a sum below 0: a twentieth is passed on', 0, 2.5, 0, 3 * -0.1],
    ['a unit that counts against it', 0, 0, 4, 1.5 - 4],
    ['both', 2, 1, 4, 0.5],
  ];
  for (const [why, first, second, last, expected] of rows)
    it(why, () => check(first, second, last, expected));
});
