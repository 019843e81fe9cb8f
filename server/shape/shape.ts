import {
  endsInCharacter,
  isBlank,
  isLineBreak,
  isWordAt,
  restOfLine,
  splitsCharacter,
  startOfLine,
  wordEnd,
} from '../base/text.ts';
import type { SilenceReason } from '../completion/outcome.ts';
import { looksSecret } from '../base/secret.ts';

/**
 * What is worth showing of a sure text. A filter only shortens or drops, so
 * every token that is shown keeps the probability it came with.
 */
export interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
}

export type Shaped = { readonly text: string } | { readonly dropped: SilenceReason };

/** Returns how much of the text may be shown, in code units from its start, or why nothing. */
type Filter = (text: string, surroundings: Surroundings) => number | SilenceReason;

const filters: readonly Filter[] = [
  beforeControlCharacter,
  beforeTextOnTheLine,
  beforeTypedOver,
  withWholeCharacters,
  withoutTrailingBlanks, // They would hide a repeat of the suffix before them.
  beforeRepeatOfWord,
  beforeRepeatOfLine,
  beforeRepeatOfNextLines,
  withoutSecret,
  withoutTrailingBlanks, // Those that stood before what the others cut.
  notOnlyClosingBracket,
];

/** Runs all filters in order; the first that drops the text gives the reason. */
export function shape(text: string, surroundings: Surroundings): Shaped {
  let shaped = text;
  for (const filter of filters) {
    const kept = filter(shaped, surroundings);
    if (typeof kept === 'string') return { dropped: kept };
    shaped = shaped.slice(0, kept);
  }
  return { text: shaped };
}

/** U+0000 makes some editors reject the whole message; nothing after it can be trusted either. */
function beforeControlCharacter(text: string): number | SilenceReason {
  const at = text.indexOf('\0');
  return at < 0 ? text.length : at || 'blank';
}

/** With text after the cursor on its line, a line break would tear that text off. */
function beforeTextOnTheLine(text: string, { suffix }: Surroundings): number | SilenceReason {
  if (restOfLine(suffix, 0).trim() === '') return text.length;
  const lineBreak = text.search(/[\r\n]/);
  return lineBreak < 0 ? text.length : lineBreak || 'blank';
}

/** Cuts before a bracket or quote that an editor closed already: it is typed over, so inserted before itself it and what goes on after it would stand there twice. */
function beforeTypedOver(text: string, { prefix, suffix }: Surroundings): number | SilenceReason {
  const sign = suffix.charAt(0);
  if (sign === '') return text.length;
  const rest = restOfLine(suffix, 0);
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    if (isClosed(sign, startOfLine(prefix) + text.slice(0, at), rest)) return at || 'repeats-suffix';
  }
  return text.length;
}

/** Whether the rest of the line closes all that `before` leaves open, of the kind that the sign closes. */
function isClosed(sign: string, before: string, rest: string): boolean {
  if (QUOTES.has(sign)) return isOdd(before, sign) && isOdd(rest, sign);
  return BRACKETS.some(
    ([opening, closing]) =>
      sign === closing && unmatched(before, opening, closing) <= unmatched(mirrored(rest), closing, opening),
  );
}

function isOdd(text: string, sign: string): boolean {
  return text.split(sign).length % 2 === 0;
}

/** Before the rest of a word, cuts where the text goes on as that word does: what predicted it did not know that the rest stands there. `thisArg` before `Arg` is `this`. */
function beforeRepeatOfWord(text: string, { suffix }: Surroundings): number | SilenceReason {
  const word = suffix.slice(0, wordEnd(suffix, 0));
  if (word === '') return text.length;
  for (let at = text.indexOf(word.charAt(0)); at >= 0; at = text.indexOf(word.charAt(0), at + 1)) {
    if (splitsCharacter(text, at)) continue;
    const isWhole = text.startsWith(word, at) && !isWordAt(text, at + word.length);
    if (isWhole || word.startsWith(text.slice(at))) return at || 'repeats-suffix';
  }
  return text.length;
}

/** Cuts the end of the text where it is what follows the cursor on the line: `foo)` before `)` is `foo`, but `foo(x)` stays. */
function beforeRepeatOfLine(text: string, { prefix, suffix }: Surroundings): number | SilenceReason {
  const rest = restOfLine(suffix, 0).trimEnd();
  for (let overlap = Math.min(rest.length, text.length); overlap > 0; overlap--) {
    if (!text.endsWith(rest.slice(0, overlap)) || splitsCharacter(text, text.length - overlap)) continue;
    const kept = text.slice(0, text.length - overlap);
    if (leavesOpen(startOfLine(prefix) + kept, text.slice(kept.length), rest)) continue;
    return kept.length || 'repeats-suffix';
  }
  return text.length;
}

/** Whether a bracket of `before` would stay open if what is cut were left to `rest`. */
function leavesOpen(before: string, cut: string, rest: string): boolean {
  return BRACKETS.some(
    ([opening, closing]) =>
      cut.includes(closing) &&
      unmatched(before, opening, closing) > unmatched(mirrored(rest), closing, opening),
  );
}

const QUOTES = new Set(['"', "'", '`']);

const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;

/** How many of the opening brackets in a text have no partner after them. Strings and comments are not told apart: a line is short. */
function unmatched(text: string, opening: string, closing: string): number {
  let open = 0;
  for (const character of text) {
    if (character === opening) open++;
    else if (character === closing && open > 0) open--;
  }
  return open;
}

function mirrored(text: string): string {
  return Array.from(text).toReversed().join('');
}

/** Cuts whole lines, or the start of one, that stand right below the cursor already. */
function beforeRepeatOfNextLines(text: string, { suffix }: Surroundings): number | SilenceReason {
  const below = suffix.slice(restOfLine(suffix, 0).length, suffix.length).trimStart();
  if (below === '') return text.length;
  const next = restOfLine(below, 0).trimEnd();
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    const added = text.slice(at + 1).trimStart();
    const line = restOfLine(added, 0).trimEnd();
    const isRepeat = line !== '' && (line === next || (line === added.trimEnd() && next.startsWith(line)));
    if (isRepeat) return at || 'repeats-suffix';
  }
  return text.length;
}

function withoutSecret(text: string, { prefix }: Surroundings): number | SilenceReason {
  return looksSecret(prefix, text) ? 'secret' : text.length;
}

function withoutTrailingBlanks(text: string): number | SilenceReason {
  let end = text.length;
  while (end > 0 && (isBlank(text.charCodeAt(end - 1)) || isLineBreak(text.charCodeAt(end - 1)))) end--;
  return end || 'blank';
}

function withWholeCharacters(text: string): number | SilenceReason {
  const end = endsInCharacter(text, text.length) ? text.length - 1 : text.length;
  return end > 0 && text.slice(0, end).isWellFormed() ? end : 'half-character';
}

/** An editor closes the brackets it opened; typing over its own is all this would do. */
function notOnlyClosingBracket(text: string, { suffix }: Surroundings): number | SilenceReason {
  const closing = /^[)\]}]$/.test(text) && suffix.startsWith(text);
  return closing ? 'closing-bracket' : text.length;
}
