import assert from 'node:assert/strict';
import { it } from 'node:test';
import fitted from '../../../server/models/workspace/experience.json' with { type: 'json' };
import { plainWeights } from '../../../server/models/workspace/experience.ts';

/** Weights are as many as the code reads, and all numbers. */
function check(weights: ArrayLike<number>, size: number): void {
  assert.equal(weights.length, size);
  assert.ok(Array.from(weights).every(Number.isFinite));
}

it('what is shipped fits what the mixer reads: run `npm run fit` when features change', () =>
  check(fitted.mixer, plainWeights().mixer.length));

it('what is shipped fits what the calibrator reads', () =>
  check(fitted.calibrator, plainWeights().calibrator.length));

it('what is shipped fits what the units of the calibrator read', () =>
  check(fitted.calibratorUnits, plainWeights().calibratorUnits.length));
