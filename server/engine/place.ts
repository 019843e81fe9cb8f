import type { Known } from '../cache/prefix-cache.ts';
import { isBlank, isLineBreak, isWordAt, wordStart } from '../base/text.ts';
import { couldPass, nothingKnown, type Prospect, prospectOf } from '../gate/prospect.ts';

/** What can be told about a cursor before a model is asked there: which kind of place it is, what earlier replies leave open, and whether the text repeats itself. */
export interface Place {
  readonly kind: number;
  readonly prospect: Prospect;
  /** The nearest reply was typed to its end, or contradicted by what was typed. */
  readonly nearest: 'none' | 'open' | 'typed-through' | 'contradicted';
  /** Characters before the cursor that stand somewhere before. */
  readonly repeated: number;
  /** The two last times they did, the text went on in the same way. */
  readonly isSteady: boolean;
}

/** In a word after 1, 2, 3 and more letters; in an empty line; after an opening, separating, quoting, closing sign, a dot, another sign with a blank, another sign. */
export const KINDS = 12;
const SIGNS: readonly string[] = ['([{<', ',;:', '\'"`', ')]}>', '.'];
const FIRST_SIGN = 5;

/** Characters of repetition looked for. */
const REPEATED = [2, 4, 6, 8, 12, 16, 20, 24] as const;
/** Characters before the cursor that are searched; 60,000 were no better and take three times as long. */
const WINDOW = 20_000;
/** Characters after a repetition that are compared. */
const AHEAD = 3;

/** @param known what the same model replied shortly before, nearest first */
export function placeAt(text: string, cursor: number, known: readonly Known[]): Place {
  const { repeated, isSteady } = repetitionBefore(text, cursor);
  const nearest = known.find(({ typed }) => typed !== '');
  return {
    kind: kindOf(text, cursor),
    prospect: prospectAmong(known),
    nearest: nearest ? stateOf(nearest) : 'none',
    repeated,
    isSteady,
  };
}

/** Whether no reply at hand rules out that another answer passes. */
export function isOpen(known: readonly Known[], cutoff: number): boolean {
  return couldPass(prospectAmong(known), cutoff);
}

/** Of the replies, the one that leaves least open. */
function prospectAmong(known: readonly Known[]): Prospect {
  let least = nothingKnown;
  for (const { continuation, typed } of known) {
    const prospect = prospectOf(continuation.steps, typed);
    if (prospect.open < least.open) least = prospect;
  }
  return least;
}

function stateOf({ continuation, typed }: Known): Place['nearest'] {
  const run = continuation.steps.map(({ text }) => text).join('');
  if (typed.startsWith(run)) return 'typed-through';
  return run.startsWith(typed) ? 'open' : 'contradicted';
}

function kindOf(text: string, cursor: number): number {
  if (isWordAt(text, cursor - 1)) return Math.min(cursor - wordStart(text, cursor), 4) - 1;
  let before = cursor;
  while (before > 0 && isBlank(text.charCodeAt(before - 1))) before--;
  if (before === 0 || isLineBreak(text.charCodeAt(before - 1))) return FIRST_SIGN - 1;
  const group = SIGNS.findIndex((signs) => signs.includes(text.charAt(before - 1)));
  if (group >= 0) return FIRST_SIGN + group;
  return FIRST_SIGN + SIGNS.length + (before < cursor ? 0 : 1);
}

function repetitionBefore(text: string, cursor: number): Pick<Place, 'repeated' | 'isSteady'> {
  const window = text.slice(Math.max(0, cursor - WINDOW), cursor);
  let repeated = 0;
  let isSteady = false;
  for (const length of REPEATED) {
    const tail = window.slice(-length);
    const last = window.lastIndexOf(tail, window.length - length - 1);
    if (last < 0) break;
    const earlier = last > 0 ? window.lastIndexOf(tail, last - 1) : -1;
    repeated = length;
    isSteady = earlier >= 0 && window.startsWith(next(window, last + length), earlier + length);
  }
  return { repeated, isSteady };
}

function next(text: string, from: number): string {
  return text.slice(from, from + AHEAD);
}
