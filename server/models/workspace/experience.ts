import { Calibrator } from './calibrator.ts';
import { CALIBRATOR_UNITS_SIZE, CalibratorUnits } from './calibrator-units.ts';
import fitted from './experience.json' with { type: 'json' };
import { HiddenUnits, hiddenSize, KIND_PART } from './hidden-units.ts';
import { Mixer } from './mixer.ts';
import { CALIBRATOR_SIZE, type Experience, MIXER_ROWS } from './predictor.ts';
import { FEATURE_COUNT } from './scores.ts';

/** What a model starts with: weights fitted on projects of several languages, so that the first key in a new one is already calibrated. */

/** Weights of the units' features are at most this to begin with. */
const UNIT_WEIGHTS = 0.15;

/** A fresh copy of the fitted weights. */
export function shippedExperience(): Experience {
  return {
    mixer: new Mixer(Float64Array.from(fitted.mixer), new HiddenUnits(Float64Array.from(fitted.units))),
    calibrator: new Calibrator(
      Float64Array.from(fitted.calibrator),
      new CalibratorUnits(Float64Array.from(fitted.calibratorUnits)),
    ),
  };
}

interface Weights {
  readonly mixer: Float64Array;
  readonly units: Float64Array;
  readonly calibrator: Float64Array;
  readonly calibratorUnits: Float64Array;
}

/** Weights that know nothing, to fit from: the models that know most share the say, and are believed. */
export function plainWeights(): Weights {
  const mixer = new Float64Array(MIXER_ROWS * FEATURE_COUNT);
  mixer.set([0.6, 0.2, 0.2]);
  const calibrator = new Float64Array(CALIBRATOR_SIZE);
  calibrator[1] = 1;
  const units = new Float64Array(hiddenSize(MIXER_ROWS));
  // Units that began alike would stay alike.
  for (let at = 0; at < KIND_PART; at++) units[at] = UNIT_WEIGHTS * Math.sin(at + 1);
  // Nothing is added at first.
  const calibratorUnits = new Float64Array(CALIBRATOR_UNITS_SIZE);
  return { mixer, units, calibrator, calibratorUnits };
}
