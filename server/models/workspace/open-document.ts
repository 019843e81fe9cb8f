import { History } from './history.ts';
import {
  detectIndentStyle,
  indentOfLine,
  type IndentStyle,
  isLineBreakToken,
  renderLineBreak,
} from './indentation.ts';
import { tokenize } from './lexer.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * The document being edited, as tokens: a history of what stands after the
 * cursor and before it, and the last token, which may be unfinished. Follows the
 * cursor from key to key; tells apart what was typed from what was jumped over.
 */

/** Text kept as history before and after the cursor, in characters. */
const BEFORE = 60_000;
const AFTER = 30_000;
/** More than this at once is pasted, not typed or accepted. */
const MOST_TYPED = 400;
/** Closing brackets and quotes that an editor adds or types over. */
const MOST_CLOSED = 2;
/** While a document is shorter than this its unit of indentation may still show. */
const STYLE_SETTLES = 4000;

/** Only blanks so far after the cursor's line count as its end. */
const INFILL_WINDOW = 400;

/** Told of every token that was typed, before it joins the history. */
export type Typed = (id: number, text: string) => void;

export class OpenDocument {
  readonly uri: string;
  readonly #vocabulary: Vocabulary;
  #style: IndentStyle;
  #history: History;
  #prefix = '';
  #suffixLength = 0;
  #isInfill = false;
  /** Where the history begins in the prefix, and where each token of the prefix does. */
  #starts: number[] = [];
  /** Where the unfinished token begins. */
  #tail = 0;

  constructor(uri: string, vocabulary: Vocabulary) {
    this.uri = uri;
    this.#vocabulary = vocabulary;
    this.#history = new History(vocabulary);
    this.#style = detectIndentStyle('');
  }

  get history(): History {
    return this.#history;
  }

  get style(): IndentStyle {
    return this.#style;
  }

  /** Text follows on later lines: a gap is being filled, not an end written. */
  get isInfill(): boolean {
    return this.#isInfill;
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
    const isSameRest = Math.abs(suffix.length - this.#suffixLength) <= MOST_CLOSED;
    const grown = prefix.length - this.#prefix.length;
    if (isSameRest && grown >= 0 && grown <= MOST_TYPED && prefix.startsWith(this.#prefix)) {
      const isMove = grown > 0 && prefix.length + suffix.length === this.#prefix.length + this.#suffixLength;
      this.#extend(prefix, isMove ? undefined : typed);
    } else if (
      isSameRest &&
      grown < 0 &&
      prefix.length >= (this.#starts[0] ?? 0) &&
      this.#prefix.startsWith(prefix)
    ) {
      this.#shorten(prefix);
    } else {
      this.#rebuild(prefix, suffix);
    }
    this.#suffixLength = suffix.length;
  }

  #extend(prefix: string, typed: Typed | undefined): void {
    const isNewLine = prefix.length < STYLE_SETTLES && prefix.includes('\n', this.#prefix.length);
    this.#prefix = prefix;
    this.#lex(typed);
    if (!isNewLine) return;
    const style = detectIndentStyle(prefix);
    if (style.unit === this.#style.unit && style.lineBreak === this.#style.lineBreak) return;
    this.#style = style;
    this.#shorten('');
    this.#prefix = prefix;
    this.#lex(undefined);
  }

  #shorten(prefix: string): void {
    while (this.#starts.length > 0 && this.#tail >= Math.max(1, prefix.length)) {
      this.#tail = this.#starts.pop() ?? 0;
      this.#history.pop();
    }
    this.#prefix = prefix;
  }

  #rebuild(prefix: string, suffix: string): void {
    this.#style = detectIndentStyle(prefix.length < STYLE_SETTLES ? prefix + suffix : prefix);
    this.#history = new History(this.#vocabulary);
    this.#starts = [];
    const nextLine = suffix.indexOf('\n');
    this.#isInfill = nextLine >= 0 && suffix.slice(nextLine, nextLine + INFILL_WINDOW).trim() !== '';
    if (nextLine >= 0) {
      const after = suffix.slice(nextLine + 1, nextLine + 1 + AFTER);
      tokenize(after, 0, this.#style, (word) => this.#history.push(this.#vocabulary.intern(word)));
      this.#history.push(BOUNDARY);
    }
    this.#prefix = prefix;
    this.#tail = prefix.length <= BEFORE ? 0 : prefix.indexOf('\n', prefix.length - BEFORE) + 1;
    this.#lex(undefined);
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
