import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Calibrator, type Claim, stretch } from '../../../server/models/workspace/calibrator.ts';
import {
  CALIBRATOR_UNITS_SIZE,
  CalibratorUnits,
  OUTPUT_PART,
} from '../../../server/models/workspace/calibrator-units.ts';
import { STANDING_SIZE } from '../../../server/models/workspace/standing.ts';

/** A constant, and the log odds of what is claimed; then two traits. */
const AS_CLAIMED = [0, 1, 0, 0];

/** A claim, with nothing for the units. */
function claimOf(dense: readonly number[], trait: number): Claim {
  return { dense, traits: [trait], standing: [] };
}

/** As the predictor does: what is learnt from was asked before. */
function learn(calibrator: Calibrator, claim: Claim, isRight: boolean): void {
  calibrator.learn(claim, calibrator.probability(claim), isRight);
}

/** Whether each of so many claims holds: exactly the share given, evenly spread. */
function* held(share: number, claims: number): Generator<boolean> {
  for (let claim = 0; claim < claims; claim++) {
    yield Math.floor((claim + 1) * share) > Math.floor(claim * share);
  }
}

/** After a stream of claims of which a share held, this is what such a claim comes to. */
function check(claimed: number, share: number, claims: number, least: number, most: number): void {
  const calibrator = new Calibrator(Float64Array.from(AS_CLAIMED));
  const claim = claimOf([1, stretch(claimed)], 2);
  for (const isRight of held(share, claims)) learn(calibrator, claim, isRight);
  const calibrated = calibrator.probability(claim);
  assert.ok(calibrated >= least && calibrated <= most, String(calibrated));
}

describe('a claim comes to what such claims held', () => {
  const rows: readonly (readonly [
    claimed: number,
    share: number,
    claims: number,
    least: number,
    most: number,
  ])[] = [
    [0.9, 0.6, 0, 0.9 - 1e-9, 0.9 + 1e-9],
    [0.9, 0.6, 20_000, 0.55, 0.65],
    [0.6, 0.9, 20_000, 0.85, 0.95],
    [0.95, 0.95, 20_000, 0.93, 0.97],
  ];
  for (const [claimed, share, claims, least, most] of rows) {
    it(`claimed ${claimed}, held ${share}, ${claims} times: ${least.toFixed(2)} to ${most.toFixed(2)}`, () =>
      check(claimed, share, claims, least, most));
  }
});

it('what holds in one situation is not taken from what held in another', () => {
  const calibrator = new Calibrator(Float64Array.from(AS_CLAIMED));
  const dense = [1, stretch(0.9)];
  const [often, seldom] = [held(0.95, 20_000), held(0.5, 20_000)];
  for (const isRight of often) {
    learn(calibrator, claimOf(dense, 2), isRight);
    learn(calibrator, claimOf(dense, 3), seldom.next().value === true);
  }
  assert.ok(calibrator.probability(claimOf(dense, 2)) > 0.9);
  assert.ok(calibrator.probability(claimOf(dense, 3)) < 0.6);
});

it('a step by hand', () => {
  const calibrator = new Calibrator(Float64Array.from([0, 0, 0, 0]));
  const claim = claimOf([1, 2], 3);
  learn(calibrator, claim, true);
  // The error is 0.5; squared gradients start at 30.
  const step = (gradient: number): number => (0.02 * gradient) / Math.sqrt(30 + gradient * gradient);
  const expected = 1 / (1 + Math.exp(-(step(0.5) + 2 * step(1) + step(0.5))));
  assert.ok(Math.abs(calibrator.probability(claim) - expected) < 1e-12);
});

it('what the units say joins the log odds, and is part of the error that is learnt from', () => {
  const units = new Float64Array(CALIBRATOR_UNITS_SIZE);
  units.set([1]);
  units[OUTPUT_PART] = 2;
  const weights = Float64Array.from([0.5, 0]);
  const calibrator = new Calibrator(weights, new CalibratorUnits(units));
  const standing = new Float64Array(STANDING_SIZE);
  standing[0] = 3;
  const claim: Claim = { dense: [1], traits: [1], standing };
  const expected = 1 / (1 + Math.exp(-6.5));
  assert.ok(Math.abs(calibrator.probability(claim) - expected) < 1e-12);
  learn(calibrator, claim, false);
  const step = (0.02 * -expected) / Math.sqrt(30 + expected ** 2);
  assert.ok(Math.abs((weights[1] ?? 0) - step) < 1e-12);
});

describe('log odds are bounded', () => {
  for (const [probability, least, most] of [
    [0, -14, -13],
    [0.5, 0, 0],
    [1, 13, 14],
  ] as const) {
    it(String(probability), () => {
      assert.ok(stretch(probability) >= least && stretch(probability) <= most);
    });
  }
});
