import { splitsCharacter } from '../../base/text.ts';
import { History } from './history.ts';
import {
  DEFAULT_UNIT,
  detectIndentStyle,
  indentOfLine,
  type IndentStyle,
  isLineBreakToken,
  renderLineBreak,
} from './indentation.ts';
import { tokenize } from './lexer.ts';
import type { Neighbours } from './neighbours.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * The document being edited, as tokens: a history of what stands after the
 * cursor and before it, and the last token, which may be unfinished. Follows the
 * cursor from key to key; tells apart what was typed from what was jumped over.
 */

/** How much text around the cursor is history, in characters. */
export interface Reach {
  readonly before: number;
  readonly after: number;
}

/** Read at once where the cursor jumps to: a key waits for it. */
const NEAR: Reach = { before: 8_000, after: 4_000 };
/** Read by and by. */
const FAR: Reach = { before: 60_000, after: 30_000 };
/** Characters read at a step: a millisecond or two. */
const STEP = 1_000;
/** More than this at once is pasted, not typed or accepted; in characters. */
const MOST_TYPED = 400;
/** The start of a document that shows its unit of indentation, in characters: longer than most comments about licences. */
const STYLE_SHOWS = 16_000;

/** Only blanks so far after the cursor's line count as its end. */
const INFILL_WINDOW = 400;

/** Told of every token that was typed, before it joins the history. */
export type Typed = (id: number, text: string) => void;

export class OpenDocument {
  readonly uri: string;
  /** Asked beside its own history. */
  neighbours: Neighbours | undefined;
  readonly #vocabulary: Vocabulary;
  #usualUnit = DEFAULT_UNIT;
  #style: IndentStyle;
  #history: History;
  readonly #near: Reach;
  /** How often the history was begun anew. */
  #beginnings = 0;
  #isPartial = false;
  #prefix = '';
  #suffix = '';
  /** Length of what stands after the cursor's line; taken for the same text while it is as long. */
  #restLength = -1;
  #isInfill = false;
  /** Where the history begins in the prefix, and where each token of the prefix does. */
  #starts: number[] = [];
  /** Where the unfinished token begins. */
  #tail = 0;

  /** @param near read at once */
  constructor(uri: string, vocabulary: Vocabulary, near = NEAR) {
    this.uri = uri;
    this.#vocabulary = vocabulary;
    this.#near = near;
    this.#history = new History(vocabulary, uri);
    this.#style = detectIndentStyle('');
  }

  get history(): History {
    return this.#history;
  }

  get style(): IndentStyle {
    return this.#style;
  }

  /** What other documents like this one are indented by; counts until this one shows its own. */
  set usualUnit(unit: string) {
    if (unit === this.#usualUnit) return;
    this.#usualUnit = unit;
    this.#restyle(this.#prefix, this.#suffix);
  }

  /** Text follows on later lines: a gap is being filled, not an end written. */
  get isInfill(): boolean {
    return this.#isInfill;
  }

  /** There is more to be read. */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  /** The unfinished token before the cursor, as it stands there. */
  get tail(): string {
    return this.#prefix.slice(this.#tail);
  }

  /** The indentation of the line in which the unfinished token begins. */
  get indent(): string {
    return indentOfLine(this.#prefix, this.#tail);
  }

  /** How a token reads after a line indented by `indent`; undefined where it cannot stand. */
  render(id: number, indent: string): string | undefined {
    const word = this.#vocabulary.word(id);
    return isLineBreakToken(word) ? renderLineBreak(word, indent, this.#style) : word;
  }

  /** Follows the cursor. Tokens that were typed are reported; those that were opened, pasted or jumped over are not. */
  moveTo(prefix: string, suffix: string, typed: Typed): void {
    const restLength = restLengthOf(suffix);
    const isSameRest = restLength === this.#restLength;
    const grown = prefix.length - this.#prefix.length;
    if (isSameRest && grown >= 0 && grown <= MOST_TYPED && prefix.startsWith(this.#prefix)) {
      // Also a closing bracket that is typed over.
      const isMove = grown > 0 && prefix.length + suffix.length === this.#prefix.length + this.#suffix.length;
      if (this.#mayChangeStyle(this.#prefix, prefix)) this.#restyle(prefix, suffix);
      this.#prefix = prefix;
      this.#lex(isMove ? undefined : typed);
    } else if (isSameRest && prefix.length >= (this.#starts[0] ?? 0) && this.#prefix.startsWith(prefix)) {
      const mayChangeStyle = this.#mayChangeStyle(prefix, this.#prefix);
      this.#shorten(prefix);
      if (mayChangeStyle) this.#restyle(prefix, suffix);
    } else {
      this.#style = this.#styleOf(prefix, suffix);
      this.#rebuild(prefix, suffix);
    }
    this.#suffix = suffix;
    this.#restLength = restLength;
  }

  /**
   * Reads the same further away from the cursor, a little at a step, and follows the cursor then.
   * @returns what can take the place of this one; nothing where the cursor has jumped meanwhile
   */
  *readOn(): Generator<undefined, OpenDocument | undefined, undefined> {
    const beginnings = this.#beginnings;
    const wider = new OpenDocument(this.uri, this.#vocabulary, this.#near);
    wider.#usualUnit = this.#usualUnit;
    wider.#style = this.#style;
    wider.#suffix = this.#suffix;
    wider.#restLength = this.#restLength;
    for (const _ of wider.#read(this.#prefix, this.#suffix, FAR)) {
      yield;
      if (this.#beginnings !== beginnings) return undefined;
    }
    wider.#isPartial = false;
    wider.moveTo(this.#prefix, this.#suffix, () => {});
    return wider;
  }

  /** Whether the lines that the style is read from differ: a line more or less, or the first sign on a line. */
  #mayChangeStyle(shorter: string, longer: string): boolean {
    if (shorter.length >= STYLE_SHOWS) return false;
    const line = shorter.slice(shorter.lastIndexOf('\n') + 1);
    return line.trim() === '' || longer.includes('\n', shorter.length);
  }

  /** Spells all line breaks so far anew where the style of the new text is another. */
  #restyle(prefix: string, suffix: string): void {
    const style = this.#styleOf(prefix, suffix);
    if (style.unit === this.#style.unit && style.lineBreak === this.#style.lineBreak) return;
    this.#style = style;
    this.#rebuild(this.#prefix, suffix);
  }

  #styleOf(prefix: string, suffix: string): IndentStyle {
    const shown = prefix.slice(0, STYLE_SHOWS);
    const text = shown + suffix.slice(0, STYLE_SHOWS - shown.length);
    return detectIndentStyle(text, this.#usualUnit);
  }

  #shorten(prefix: string): void {
    while (this.#starts.length > 0 && this.#tail >= Math.max(1, prefix.length)) {
      this.#tail = this.#starts.pop() ?? 0;
      this.#history.pop();
    }
    this.#prefix = prefix;
  }

  #rebuild(prefix: string, suffix: string): void {
    this.#beginnings++;
    for (const _ of this.#read(prefix, suffix, this.#near));
  }

  *#read(prefix: string, suffix: string, { before, after }: Reach): Generator<undefined, void, undefined> {
    this.#history = new History(this.#vocabulary, this.uri);
    this.#starts = [];
    const nextLine = suffix.indexOf('\n');
    this.#isInfill = nextLine >= 0 && suffix.slice(nextLine, nextLine + INFILL_WINDOW).trim() !== '';
    this.#isPartial = prefix.length > before || (nextLine >= 0 && suffix.length - nextLine - 1 > after);
    if (nextLine >= 0) {
      yield* this.#readAfter(suffix.slice(nextLine + 1, nextLine + 1 + after));
      this.#history.push(BOUNDARY);
    }
    this.#tail = prefix.length <= before ? 0 : prefix.indexOf('\n', prefix.length - before) + 1;
    for (let end = this.#tail + STEP; end < prefix.length; end += STEP) {
      this.#prefix = prefix.slice(0, wholeEnd(prefix, end));
      this.#lex(undefined);
      yield;
    }
    this.#prefix = prefix;
    this.#lex(undefined);
  }

  *#readAfter(text: string): Generator<undefined, void, undefined> {
    let start = 0;
    let pending: string | undefined;
    for (let end = STEP; start < text.length; end += STEP) {
      pending = undefined;
      // The last token may go on in the next step, and is cut again then.
      tokenize(text.slice(0, wholeEnd(text, end)), start, this.#style, (word, at) => {
        if (pending !== undefined) this.#history.push(this.#vocabulary.intern(pending));
        pending = word;
        start = at;
      });
      if (end >= text.length) break;
      yield;
    }
    if (pending !== undefined) this.#history.push(this.#vocabulary.intern(pending));
  }

  /** Cuts what stands after the start of the unfinished token; all but the last token of it are finished. */
  #lex(typed: Typed | undefined): void {
    let pending: string | undefined;
    let pendingStart = this.#tail;
    tokenize(this.#prefix, this.#tail, this.#style, (word, start) => {
      if (pending !== undefined) this.#finish(pending, pendingStart, start, typed);
      pending = word;
      pendingStart = start;
    });
    this.#tail = pendingStart;
  }

  #finish(word: string, start: number, end: number, typed: Typed | undefined): void {
    const id = this.#vocabulary.intern(word);
    this.#tail = start;
    typed?.(id, this.#prefix.slice(start, end));
    this.#starts.push(start);
    this.#history.push(id);
  }
}

/** The end of a step: not inside a character or a line break, or what stands before would be cut otherwise. */
function wholeEnd(text: string, end: number): number {
  return splitsCharacter(text, end) || text.startsWith('\r\n', end - 1) ? end + 1 : end;
}

function restLengthOf(suffix: string): number {
  const nextLine = suffix.indexOf('\n');
  return nextLine < 0 ? 0 : suffix.length - nextLine;
}
