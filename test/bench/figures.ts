import { seededRandom } from '../../server/cli/seeded-random.ts';
import { calibrationError, equalBins } from '../../server/cli/tally.ts';
import type { Counted, Suggestion } from './counts.ts';

/** Makes figures of counts, of all suggestions or of those long enough, and says between what bounds they lie. */
export interface Figures {
  readonly characters: number;
  readonly keys: number;
  readonly shown: number;
  /** Shares, 0 to 1; undefined where there is nothing to take a share of. */
  readonly right: number | undefined;
  readonly claimed: number | undefined;
  readonly coverage: number | undefined;
  readonly coverageVisible: number | undefined;
  /** Of the keys it takes by hand, net of accepts. */
  readonly saved: number | undefined;
  readonly wrongPerThousandKeys: number | undefined;
  /** Over ten bins of equal count. */
  readonly calibrationError: number | undefined;
}

/** Visible characters from which a suggestion is more than a bracket or the end of a word. */
export const LONG = 3;

/** @param leastVisible shorter suggestions are taken for not shown */
export function figuresOf(counted: Counted, leastVisible = 0): Figures {
  const suggestions = counted.suggestions.filter((one) => one.visible >= leastVisible);
  const right = suggestions.filter((one) => one.isRight);
  const saved = sum(right, (one) => one.keysSaved);
  // Without what is taken for not shown, its keys would have been pressed.
  const keys = leastVisible > 0 ? counted.keysByHand - saved : counted.keys;
  return {
    characters: counted.characters,
    keys,
    shown: suggestions.length,
    right: share(right.length, suggestions.length),
    claimed: share(
      sum(suggestions, (one) => one.confidence),
      suggestions.length,
    ),
    coverage: share(
      sum(right, (one) => one.characters),
      counted.characters,
    ),
    coverageVisible: share(
      sum(right, (one) => one.visible),
      counted.visible,
    ),
    saved: share(counted.keysByHand - keys, counted.keysByHand),
    wrongPerThousandKeys: share(1000 * (suggestions.length - right.length), keys),
    calibrationError: errorOf(suggestions),
  };
}

/** How far claimed and held lie apart. */
export function errorOf(suggestions: readonly Suggestion[]): number | undefined {
  return calibrationError(
    suggestions.map((one) => ({
      length: one.characters,
      visible: one.visible,
      confidence: one.confidence,
      isRight: one.isRight,
    })),
  );
}

/**
 * The calibration error that a flawless model would show by chance with these
 * claims: what is right falls about the claim with the spread of coins, and the
 * mean distance of a normal deviate is its spread times the root of 2 / pi.
 */
export function errorByChance(suggestions: readonly Suggestion[]): number | undefined {
  let error = 0;
  for (const members of equalBins(suggestions)) {
    const variance = sum(members, ({ confidence }) => confidence * (1 - confidence));
    error += Math.sqrt((2 / Math.PI) * variance);
  }
  return share(error, suggestions.length);
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const DRAWS = 1000;
/** Share of the draws below the lower bound, and above the higher one. */
const OUTSIDE = 0.025;

/**
 * Between what bounds a share lies with 95 %, were other files of the kind drawn:
 * a bootstrap over files, because suggestions in one file hang together.
 * @param part of `of`, in a file
 * @param seed the same gives the same bounds
 */
export function intervalOf(
  files: readonly Counted[],
  part: (file: Counted) => number,
  of: (file: Counted) => number,
  seed: number,
): Interval | undefined {
  const pairs = files.map((file) => ({ part: part(file), of: of(file) }));
  const random = seededRandom(seed);
  const values = Array.from({ length: DRAWS }, () => {
    let [parts, wholes] = [0, 0];
    for (let draw = 0; draw < pairs.length; draw++) {
      const pair = pairs[Math.floor(random() * pairs.length)];
      parts += pair?.part ?? 0;
      wholes += pair?.of ?? 0;
    }
    return share(parts, wholes);
  }).flatMap((value) => value ?? []);
  values.sort((a, b) => a - b);
  const low = values[Math.floor(OUTSIDE * values.length)];
  const high = values[Math.ceil((1 - OUTSIDE) * values.length) - 1];
  return low === undefined || high === undefined ? undefined : { low, high };
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function sum(all: readonly Suggestion[], pick: (one: Suggestion) => number): number {
  return all.reduce((total, one) => total + pick(one), 0);
}
