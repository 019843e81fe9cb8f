import { Calibrator } from './calibrator.ts';
import fitted from './experience.json' with { type: 'json' };
import { Mixer } from './mixer.ts';
import { CALIBRATOR_SIZE, type Experience, MIXER_ROWS } from './predictor.ts';
import { FEATURE_COUNT } from './scores.ts';

/** What a model starts with: weights fitted on projects of several languages, so that the first key in a new one is already calibrated. */

/** A fresh copy of the fitted weights. */
export function shippedExperience(): Experience {
  return {
    mixer: new Mixer(Float64Array.from(fitted.mixer)),
    calibrator: new Calibrator(Float64Array.from(fitted.calibrator)),
  };
}

/** Weights that know nothing, to fit from: the models that know most share the say, and are believed. */
export function plainWeights(): { readonly mixer: Float64Array; readonly calibrator: Float64Array } {
  const mixer = new Float64Array(MIXER_ROWS * FEATURE_COUNT);
  mixer.set([0.6, 0.2, 0.2]);
  const calibrator = new Float64Array(CALIBRATOR_SIZE);
  calibrator[1] = 1;
  return { mixer, calibrator };
}
