import type { Known } from '../cache/prefix-cache.ts';
import { isBlank, isLineBreak, isWordAt, wordStart } from '../base/text.ts';
import { couldPass, nothingKnown, type Prospect, prospectOf } from '../gate/prospect.ts';

/** What can be told about a cursor before a model is asked there: which kind of place it is, what earlier replies leave open, and whether the text repeats itself. */
export interface Place {
  readonly kind: number;
  readonly prospect: Prospect;
  readonly nearest: Nearest;
  /** Replies asked for shortly before the cursor. */
  readonly replies: number;
  /** Characters before the cursor that stand somewhere before. */
  readonly repeated: number;
  /** The two last times they did, the text went on in the same way. */
  readonly isSteady: boolean;
  /** Of the last times that the two characters before the cursor stood somewhere, the share that went on like the last: 0 to 1. */
  readonly agreement: number;
  readonly line: Line;
}

/** How the reply asked for nearest before the cursor fared. Lengths in UTF-16 code units. */
interface Nearest {
  /** Typed to its end, or contradicted by what was typed. */
  readonly state: 'none' | 'open' | 'typed-through' | 'contradicted';
  /** What was typed since its anchor, and how much of that it foretold. */
  readonly typed: number;
  readonly agreed: number;
}

/** The line up to the cursor, without its indentation. */
interface Line {
  readonly length: number;
  readonly isComment: boolean;
  /** It holds one word and nothing else. */
  readonly isFirstWord: boolean;
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
/** Characters of which all earlier places are compared, and how many such places. */
const SHORT = 2;
const TIMES = 4;
/** What a line of a comment begins with, in most languages. */
const COMMENTS = ['//', '/*', '*', '#', '"""', '--'] as const;

/** @param known what the same model replied shortly before, nearest first */
export function placeAt(text: string, cursor: number, known: readonly Known[]): Place {
  const window = text.slice(Math.max(0, cursor - WINDOW), cursor);
  const { repeated, isSteady } = repetitionIn(window);
  const nearest = known.find(({ typed }) => typed !== '');
  return {
    kind: kindOf(text, cursor),
    prospect: prospectAmong(known),
    nearest: nearest ? faring(nearest) : { state: 'none', typed: 0, agreed: 0 },
    replies: known.length,
    repeated,
    isSteady,
    agreement: agreementAfter(window, SHORT),
    line: lineBefore(text, cursor),
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

function faring({ continuation, typed }: Known): Nearest {
  const run = continuation.steps.map(({ text }) => text).join('');
  let agreed = 0;
  while (agreed < Math.min(run.length, typed.length) && run[agreed] === typed[agreed]) agreed++;
  const isOver = agreed === run.length;
  const state = isOver ? 'typed-through' : agreed === typed.length ? 'open' : 'contradicted';
  return { state, typed: typed.length, agreed };
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

function repetitionIn(window: string): Pick<Place, 'repeated' | 'isSteady'> {
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

/** How often what followed the end of the window the last time followed it, of the last few times. */
function agreementAfter(window: string, length: number): number {
  const tail = window.slice(-length);
  let at = window.length - length;
  let followed: string | undefined;
  let agreeing = 0;
  for (let time = 0; time < TIMES; time++) {
    at = at > 0 ? window.lastIndexOf(tail, at - 1) : -1;
    if (at < 0) break;
    followed ??= next(window, at + length);
    if (window.startsWith(followed, at + length)) agreeing++;
  }
  return agreeing / TIMES;
}

function lineBefore(text: string, cursor: number): Line {
  let start = cursor;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  while (start < cursor && isBlank(text.charCodeAt(start))) start++;
  const line = text.slice(start, Math.min(cursor, start + 3));
  return {
    length: cursor - start,
    isComment: COMMENTS.some((sign) => line.startsWith(sign)),
    isFirstWord: start < cursor && wordStart(text, cursor) === start,
  };
}

function next(text: string, from: number): string {
  return text.slice(from, from + AHEAD);
}
