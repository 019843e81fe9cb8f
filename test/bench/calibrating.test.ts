import assert from 'node:assert/strict';
import { it } from 'node:test';
import { seededRandom } from '../../server/cli/seeded-random.ts';
import { Calibrator } from '../../server/models/workspace/calibrator.ts';
import { CALIBRATOR_UNITS_SIZE, CalibratorUnits } from '../../server/models/workspace/calibrator-units.ts';
import { STANDING_SIZE } from '../../server/models/workspace/standing.ts';
import { fitCalibrator, type Verdict } from './calibrating.ts';

/** Right where the first two numbers of the standing are both above or both below what they are in the mean: no weighted sum can say that. */
function verdicts(count: number): readonly Verdict[] {
  const random = seededRandom(1);
  return Array.from({ length: count }, () => {
    const standing = new Float32Array(STANDING_SIZE);
    const [first, second] = [random() < 0.5, random() < 0.5];
    // Far from 0, as logarithms of small probabilities are.
    standing.set([first ? -9 : -11, second ? -20 : -22]);
    return { dense: Float32Array.of(1, 0), traits: Int16Array.of(2), standing, isRight: first === second };
  });
}

/** The share of verdicts that are held for likelier than not, and are. */
function heldBy(calibrator: Calibrator, all: readonly Verdict[]): number {
  const isHeld = ({ dense, traits, standing, isRight }: Verdict): boolean =>
    calibrator.probability({ dense: [...dense], traits: Array.from(traits), standing }) > 0.5 === isRight;
  return all.filter(isHeld).length / all.length;
}

it('units are fitted to what a weighted sum cannot say, and the sum with them', () => {
  const weights = new Float64Array(3);
  const units = new Float64Array(CALIBRATOR_UNITS_SIZE);
  const all = verdicts(20_000);
  const loss = fitCalibrator(weights, units, all, 1);
  assert.ok(loss < 0.1, String(loss));
  assert.ok(heldBy(new Calibrator(weights, new CalibratorUnits(units)), all) > 0.99);
  assert.ok(heldBy(new Calibrator(weights), all) < 0.6);
});
