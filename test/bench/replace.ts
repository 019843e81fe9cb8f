import { Calibrator } from '../../server/models/workspace/calibrator.ts';
import { Evidence } from '../../server/models/workspace/evidence.ts';
import { type Ballot, KINDS, Mixer } from '../../server/models/workspace/mixer.ts';
import { PLACES } from '../../server/models/workspace/place.ts';
import { PLACE_ROWS, PLACE_WEIGHTS } from '../../server/models/workspace/predictor.ts';

/** Replaces methods of the workspace model from outside, and puts them back: the model has no switches for this. */
export type Undo = () => void;

export function withoutSparse(isLeftOut: (context: number) => boolean): readonly Undo[] {
  return [
    replace(
      Evidence.prototype,
      'addSparse',
      (addSparse) =>
        function (this: Evidence, ...counted) {
          if (!isLeftOut(counted[0])) addSparse.apply(this, counted);
        },
    ),
  ];
}

/** Neither rows of the mixer nor weights of the calibrator by place. */
export function withoutPlaces(): readonly Undo[] {
  return [
    ...withBallots((ballot) => ({ ...ballot, traits: without(PLACE_ROWS, PLACES, ballot.traits) })),
    replace(
      Calibrator.prototype,
      'probability',
      (probability) =>
        function (this: Calibrator, claim) {
          const traits = without(PLACE_WEIGHTS, PLACES * KINDS, claim.traits);
          return probability.call(this, { ...claim, traits });
        },
    ),
  ];
}

/** All candidates are weighed as line breaks are. */
export function withoutKinds(): readonly Undo[] {
  return withBallots((ballot) => ({ ...ballot, kinds: ballot.kinds.map(() => 0) }));
}

function withBallots(changed: (ballot: Ballot) => Ballot): readonly Undo[] {
  return [
    replace(
      Mixer.prototype,
      'mix',
      (mix) =>
        function (this: Mixer, ballot, probabilities) {
          mix.call(this, changed(ballot), probabilities);
        },
    ),
    replace(
      Mixer.prototype,
      'learn',
      (learn) =>
        function (this: Mixer, ballot, probabilities, right) {
          learn.call(this, changed(ballot), probabilities, right);
        },
    ),
  ];
}

function without(first: number, count: number, traits: readonly number[]): readonly number[] {
  return traits.filter((trait) => trait < first || trait >= first + count);
}

export function replace<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  by: (original: Owner[Name]) => Owner[Name],
): Undo {
  const original = owner[name];
  owner[name] = by(original);
  return () => {
    owner[name] = original;
  };
}
