import { indentAt, indentOfLine, type IndentStyle, spellLineBreak } from './indentation.ts';

/**
 * Cuts text into the tokens the workspace model counts: parts of words, signs
 * and line breaks. Where a token ends is decided by what stands before that
 * place and one character after it, so a half-typed text is cut like the
 * finished one; only its last token may still grow.
 */

/** Receives tokens in order. `word` is the vocabulary's spelling: a single blank before a word or sign belongs to it. */
export type TokenSink = (word: string, start: number) => void;

/** Receives tokens in order as they stand in the text, so that none need be copied; line breaks, which are spelt otherwise, by their spelling. */
interface Cuts {
  onWord(start: number, end: number): void;
  onLineBreak(word: string, start: number): void;
}

/** Runs of letters longer than this are data; they are cut so that the vocabulary stays small. */
const MAX_WORD = 40;

const SIGN = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const UNDERSCORE = 4;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TAB = 9;

/** Signs of several characters; every start of one is one too, so that typing towards it never recuts. */
const SIGNS = new Set(
  '== === != !== <= >= => -> <- :: := += -= *= /= %= |= &= ^= && || ?? ?. ++ -- ** // /* /** */ << >> <<= >>= >>> .. ... ..= </ /> <! <!- <!-- -- --> ## ### #[ #! ?: |> ~= =~ <> {{ }} {% %} """ \'\'\' ``` "" \'\' ``'.split(
    ' ',
  ),
);

/** For two ASCII characters, 128 times the first plus the second, whether a longer sign begins so: most do not, which is soon seen. */
const beginsSign = new Uint8Array(128 * 128);
for (const sign of SIGNS) beginsSign[sign.charCodeAt(0) * 128 + sign.charCodeAt(1)] = 1;

const classes = new Uint8Array(128);
for (let unit = 97; unit <= 122; unit++) classes[unit] = LOWER;
for (let unit = 65; unit <= 90; unit++) classes[unit] = UPPER;
for (let unit = 48; unit <= 57; unit++) classes[unit] = DIGIT;
classes[95] = UNDERSCORE;
classes[36] = UNDERSCORE;

/**
 * Sends the tokens of `text` from offset `from`, which must be where a token
 * starts. The last one sent may be unfinished.
 */
export function tokenize(text: string, from: number, style: IndentStyle, sink: TokenSink): void {
  cut(text, from, style, {
    onWord: (start, end) => sink(text.slice(start, end), start),
    onLineBreak: sink,
  });
}

/** The same, without the spelling of what stands in the text. */
export function cut(text: string, from: number, style: IndentStyle, cuts: Cuts): void {
  let indent = indentOfLine(text, from);
  let position = from;
  while (position < text.length) {
    const afterBlanks = skipBlanks(text, position);
    let end: number;
    if (lineBreakEnd(text, afterBlanks) > afterBlanks) {
      const { breaks, lineStart } = skipLineBreaks(text, position);
      const nextIndent = indentAt(text, lineStart);
      end = lineStart + nextIndent.length;
      cuts.onLineBreak(spellLineBreak(breaks, indent, nextIndent, style), position);
      indent = nextIndent;
    } else {
      const isBlankBefore = afterBlanks === position + 1 && text.charCodeAt(position) === SPACE;
      const isRun = afterBlanks > position && !isBlankBefore;
      end = isRun || afterBlanks === text.length ? afterBlanks : wordEnd(text, afterBlanks);
      cuts.onWord(position, end);
    }
    position = end;
  }
}

/** Whether `next` can stand right after the token `previous` without the two being cut otherwise. */
export function canFollow(previous: string, next: string, style: IndentStyle): boolean {
  let isCut = false;
  tokenize(previous + next, 0, style, (_word, start) => {
    isCut ||= start === previous.length;
  });
  return isCut;
}

function skipBlanks(text: string, from: number): number {
  let position = from;
  while (isBlankUnit(text.charCodeAt(position))) position++;
  return position;
}

function isBlankUnit(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}

/** The offset after the line break at `at`; `at` itself where there is none. */
function lineBreakEnd(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === LINE_FEED) return at + 1;
  return unit === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at;
}

function skipLineBreaks(text: string, from: number): { breaks: number; lineStart: number } {
  let breaks = 0;
  let lineStart = from;
  for (;;) {
    const afterBlanks = skipBlanks(text, lineStart);
    const next = lineBreakEnd(text, afterBlanks);
    if (next === afterBlanks) return { breaks, lineStart };
    breaks++;
    lineStart = next;
  }
}

function wordEnd(text: string, start: number): number {
  let current = classAt(text, start);
  let end = start + unitsAt(text, start);
  if (current === SIGN) {
    if (!beginsSign[text.charCodeAt(start) * 128 + text.charCodeAt(start + 1)]) return end;
    while (end < text.length && SIGNS.has(text.slice(start, end + 1))) end++;
    return end;
  }
  const limit = Math.min(text.length, start + MAX_WORD);
  while (end < limit) {
    const next = classAt(text, end);
    if (!continues(current, next)) break;
    current = next;
    end += unitsAt(text, end);
  }
  return end;
}

/** `getUserName2` is `get` `User` `Name` `2`; `HTTPServer` is one, as its parts could not be told while it is typed. */
function continues(current: number, next: number): boolean {
  if (next === SIGN) return false;
  if (current === next || current === UNDERSCORE) return true;
  return current === UPPER && next === LOWER;
}

const IS_UPPER = /^\p{Lu}/u;
const IS_LETTER = /^[\p{L}\p{M}]/u;
const IS_DIGIT = /^\p{N}/u;

function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 128) return classes[unit] ?? SIGN;
  if (Number.isNaN(unit)) return SIGN;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (IS_UPPER.test(character)) return UPPER;
  if (IS_LETTER.test(character)) return LOWER;
  return IS_DIGIT.test(character) ? DIGIT : SIGN;
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
