import { KINDS, type Place } from './place.ts';

/** A place as the numbers that the odds of asking there are reckoned from. */

/** What is known besides the place. */
export interface Moment {
  /** Confidence of the best that is known from other models, below the cutoff. */
  readonly nearest: number;
  /** Share of the requests that paid lately. */
  readonly luck: number;
  /** Keys since the last request. */
  readonly keys: number;
  /** Asked ahead, at the end of a text that is shown but not taken yet. */
  readonly isAhead: boolean;
}

/** Keys since the last request from which more make no difference. */
const MOST_KEYS = 10;
/** Length of a line from which more makes none, in UTF-16 code units. */
const MOST_LINE = 60;

/** All about as large as 1. As many, in the same order, as there are weights in `first-odds.json`. */
export function featuresOf(
  place: Place,
  { nearest: others, luck, keys, isAhead }: Moment,
): readonly number[] {
  const { kind, prospect, nearest, replies, repeated, isSteady, agreement, line } = place;
  const { best, open } = prospect;
  const isContradicted = nearest.state === 'contradicted';
  const since = isContradicted ? nearest.typed - nearest.agreed : 0;
  return [
    ...oneOf(kind, 1),
    ...oneOf(kind, isContradicted ? 1 : 0),
    best,
    open,
    best / Math.max(best + open, Number.EPSILON),
    (best + open) ** 8,
    as(open === 1),
    others,
    luck - 0.5,
    Math.min(1, keys / MOST_KEYS),
    repeated / 10,
    as(isSteady),
    agreement,
    as(nearest.state === 'typed-through'),
    since / 5,
    as(since === 1),
    nearest.typed / 10,
    nearest.agreed / 10,
    as(replies > 1),
    replies / 3,
    as(line.isComment),
    as(line.length === 0),
    as(line.isFirstWord),
    Math.min(1, line.length / MOST_LINE),
    as(isAhead),
    1,
  ];
}

function oneOf(kind: number, value: number): readonly number[] {
  return Array.from({ length: KINDS }, (_, other) => (other === kind ? value : 0));
}

function as(is: boolean): number {
  return is ? 1 : 0;
}
