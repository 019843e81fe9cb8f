/**
 * How often what a model claims came true, as a curve from claimed to held:
 * a logistic regression on the log odds, in two numbers and how sure of them it
 * is. Pure: a curve is a value, and learning makes another one.
 */
export interface Curve {
  /** Of the log odds: held = offset + slope x claimed. */
  readonly offset: number;
  readonly slope: number;
  /** How uncertain both are, and together. */
  readonly variance: readonly [offset: number, both: number, slope: number];
  readonly lessons: number;
}

/** Says what is claimed, and knows nothing yet. */
export const rawCurve: Curve = { offset: 0, slope: 1, variance: [0.25, 0, 0.04], lessons: 0 };

/** Claims that came true or not, wanted before they correct anything. Below, the correction is mostly noise. */
const ENOUGH = 150;
/** What is known fades by this share with each lesson: a thousand lessons ago is half forgotten. */
const FADING = 0.0007;
/** Fading makes no curve more uncertain than at first. */
const MOST_VARIANCE = 1;
/** Standard deviations that a claim must be off before it is corrected, and to which it is: the claims of an honest model stay as they are. */
const TOLERANCE = 1;
/** The claim whose uncertainty counts for all, so that the curve never falls: cutoffs are near it. */
const USUAL_CLAIM = 0.95;
/** Claims nearer to certain than this are not told apart. */
const NEAREST = 1e-4;

/** Whether there is enough to correct claims by. */
export function isKnown({ lessons }: Curve): boolean {
  return lessons >= ENOUGH;
}

/** The corrected claim; never falls where the claim rises. @param claimed 0 to 1 */
export function calibrated({ offset, slope, variance }: Curve, claimed: number): number {
  const usual = logOdds(USUAL_CLAIM);
  const [a, both, b] = variance;
  const deviation = Math.sqrt(Math.max(0, a + 2 * both * usual + b * usual ** 2));
  const x = logOdds(claimed);
  const held = offset + Math.max(0, slope) * x;
  return logistic(Math.min(held + TOLERANCE * deviation, Math.max(held - TOLERANCE * deviation, x)));
}

/** What the curve is after one more claim came true or not: a step of the extended Kalman filter. */
export function afterLesson(curve: Curve, claimed: number, isRight: boolean): Curve {
  const x = logOdds(claimed);
  const [a, both, b] = faded(curve.variance);
  const expected = logistic(curve.offset + curve.slope * x);
  const [towardsOffset, towardsSlope] = [a + both * x, both + b * x];
  const information = Math.max(expected * (1 - expected), NEAREST);
  const gain = 1 / (1 / information + towardsOffset + towardsSlope * x);
  const surprise = ((isRight ? 1 : 0) - expected) / information;
  return {
    offset: curve.offset + towardsOffset * gain * surprise,
    slope: curve.slope + towardsSlope * gain * surprise,
    variance: [
      Math.min(MOST_VARIANCE, a - gain * towardsOffset ** 2),
      both - gain * towardsOffset * towardsSlope,
      Math.min(MOST_VARIANCE, b - gain * towardsSlope ** 2),
    ],
    lessons: curve.lessons + 1,
  };
}

function faded([a, both, b]: Curve['variance']): Curve['variance'] {
  return [a * (1 + FADING), both * (1 + FADING), b * (1 + FADING)];
}

function logOdds(claimed: number): number {
  const bounded = Math.min(1 - NEAREST, Math.max(NEAREST, claimed));
  return Math.log(bounded / (1 - bounded));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
