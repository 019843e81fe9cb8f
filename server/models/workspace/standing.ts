import type { Candidate } from './candidates.ts';
import { FEATURE_COUNT } from './scores.ts';

/**
 * How the winner stands among the candidates: what each simple model says of it,
 * by how much it leads there, and what they say of the runner-up. The mixture is
 * one number; two that are equally sure of themselves can be so for good reasons
 * and for poor ones.
 */

/** Of the winner, of its lead, of the runner-up; then of the situation. */
const LEADS = FEATURE_COUNT;
const RUNNER_UP = 2 * FEATURE_COUNT;
const SITUATION = 3 * FEATURE_COUNT;
const SITUATION_SIZE = 16;
export const STANDING_SIZE = SITUATION + SITUATION_SIZE;

/** Longer texts are all alike, in characters. */
const MOST_LENGTH = 12;

/** The candidates after they were mixed. */
export interface Field {
  /** Features of the candidates, one row after the other, and of "something else" after the last. */
  readonly rows: Float64Array;
  /** In the order of the rows. */
  readonly candidates: readonly Candidate[];
  /** Their probabilities in the mixture, and that of "something else" after the last. */
  readonly mixed: Float64Array;
  /** Likeliest first. */
  readonly ranked: readonly Candidate[];
  readonly typed: string;
  readonly isInfill: boolean;
  /** The winner is what the network holds for likeliest. */
  readonly isFavourite: boolean;
  /** What the calibrator is told besides. */
  readonly dense: readonly number[];
}

/** @param standing `STANDING_SIZE` numbers, to be written */
export function writeStanding(field: Field, standing: Float64Array): void {
  const { rows, candidates, ranked } = field;
  const [winner, runnerUp] = ranked;
  if (!winner) return;
  const size = candidates.length;
  const own = candidates.indexOf(winner);
  const second = runnerUp ? candidates.indexOf(runnerUp) : size;
  for (let feature = 0; feature < FEATURE_COUNT; feature++) {
    let best = -Infinity;
    for (let index = 0; index <= size; index++)
      if (index !== own) best = Math.max(best, rows[index * FEATURE_COUNT + feature]!);
    const value = rows[own * FEATURE_COUNT + feature]!;
    standing[feature] = value;
    standing[LEADS + feature] = value - best;
    standing[RUNNER_UP + feature] = rows[second * FEATURE_COUNT + feature]!;
  }
  writeSituation(field, winner, runnerUp, standing);
}

function writeSituation(
  { candidates, ranked, mixed, typed, isInfill, isFavourite, dense }: Field,
  winner: Candidate,
  runnerUp: Candidate | undefined,
  standing: Float64Array,
): void {
  const size = candidates.length;
  let entropy = 0;
  for (let index = 0; index <= size; index++)
    if (mixed[index]! > 0) entropy -= mixed[index]! * Math.log(mixed[index]!);
  let at = SITUATION;
  // Without the constant, which the biases are, and what is said elsewhere: the odds where nothing is typed, and the shared class.
  for (let each = 1; each < 6; each++) standing[at++] = dense[each]!;
  standing[at++] = dense[7]!;
  standing[at++] = entropy;
  standing[at++] = runnerUp?.probability ?? 0;
  standing[at++] = ranked[2]?.probability ?? 0;
  standing[at++] = Math.log(size + 1);
  standing[at++] = Math.min(MOST_LENGTH, typed.length);
  standing[at++] = Math.min(MOST_LENGTH, winner.text.length - typed.length);
  standing[at++] = isInfill ? 1 : 0;
  standing[at++] = isFavourite ? 1 : 0;
  // One is the beginning of the other: which comes is then a question of where it ends.
  standing[at++] = runnerUp?.text.startsWith(winner.text) ? 1 : 0;
  standing[at] = runnerUp && winner.text.startsWith(runnerUp.text) ? 1 : 0;
}
