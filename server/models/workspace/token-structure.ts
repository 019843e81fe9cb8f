import { isLineBreakToken } from './indentation.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * Where a token stands among lines and brackets, for a stack of tokens. Knows
 * brackets and line breaks, and no language. What is asked of it are the sparse
 * contexts.
 */

/** A word seen in less than this share of all tokens is known by its shape only. */
const FREQUENT_SHARE = 0.001;

const PLAIN = 0;
const BREAK = 1;
const OPENING = 2;
const CLOSING = 3;
const COMMA = 4;

export class TokenStructure {
  readonly #vocabulary: Vocabulary;
  readonly #tokens: number[] = [];
  /** By token, how it stands after it: where its line and the line above begin, where the innermost bracket opened, and how many commas came since. */
  readonly #lines: number[] = [];
  readonly #linesAbove: number[] = [];
  readonly #brackets: number[] = [];
  readonly #commas: number[] = [];
  /** By token: where the last name or number stands, up to it. */
  readonly #names: number[] = [];
  /** Frequent tokens as they are, rare ones by their shape. */
  readonly #skeleton: number[] = [];
  /** By token: the line up to it, as it is and by its shape, as one number each. */
  readonly #exactLines: number[] = [];
  readonly #shapeLines: number[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  get length(): number {
    return this.#tokens.length;
  }

  push(id: number): void {
    const index = this.#tokens.length;
    let line = this.#lines[index - 1] ?? 0;
    let above = this.#linesAbove[index - 1] ?? 0;
    let bracket = this.#brackets[index - 1] ?? -1;
    let commas = this.#commas[index - 1] ?? 0;
    const word = this.#vocabulary.word(id);
    const shape = shapeOf(word);
    switch (kindOf(id, word)) {
      case BREAK:
        above = line;
        line = index + 1;
        break;
      case OPENING:
        bracket = index;
        commas = 0;
        break;
      case CLOSING:
        commas = this.#commas[bracket - 1] ?? 0;
        bracket = this.#brackets[bracket - 1] ?? -1;
        break;
      case COMMA:
        commas++;
        break;
    }
    const isFrequent = this.#vocabulary.count(id) > FREQUENT_SHARE * this.#vocabulary.total;
    const skeleton = shape === undefined || isFrequent ? id : -shape;
    const isNewLine = line > index;
    this.#tokens.push(id);
    this.#lines.push(line);
    this.#linesAbove.push(above);
    this.#brackets.push(bracket);
    this.#commas.push(commas);
    this.#names.push(shape === undefined ? (this.#names[index - 1] ?? -1) : index);
    this.#skeleton.push(skeleton);
    this.#exactLines.push(isNewLine ? 0 : hash(this.#exactLines[index - 1] ?? 0, id, 0, 0));
    this.#shapeLines.push(isNewLine ? 0 : hash(this.#shapeLines[index - 1] ?? 0, skeleton, 0, 0));
  }

  pop(): void {
    this.#tokens.pop();
    this.#lines.pop();
    this.#linesAbove.pop();
    this.#brackets.pop();
    this.#commas.pop();
    this.#names.pop();
    this.#skeleton.pop();
    this.#exactLines.pop();
    this.#shapeLines.pop();
  }

  /** The token at a place; -1 outside the stack. */
  token(index: number): number {
    return this.#tokens[index] ?? -1;
  }

  /** The token at a place without regard to blank and capital, as a number of its own; -1 outside the stack. */
  plain(index: number): number {
    const id = this.token(index);
    const name = id < 0 ? -1 : this.#vocabulary.spellings.nameOf(id);
    return name < 0 ? id : -2 - name;
  }

  /** The token at a place, or the shape of one that is rare; -1 outside the stack. */
  skeleton(index: number): number {
    return this.#skeleton[index] ?? -1;
  }

  /** Where the line begins in which the next token stands. After the token at `index`: the one after that. */
  line(index = this.#tokens.length - 1): number {
    return this.#lines[index] ?? 0;
  }

  /** Where the line above that begins. */
  get lineAbove(): number {
    return this.#linesAbove.at(-1) ?? 0;
  }

  /** Where the innermost open bracket stands; -1 for none. */
  get bracket(): number {
    return this.#brackets.at(-1) ?? -1;
  }

  /** Commas since that bracket. */
  get commas(): number {
    return this.#commas.at(-1) ?? 0;
  }

  /** Where the last name or number up to a place stands; -1 for none. */
  nameUpTo(index: number): number {
    return this.#names[index] ?? -1;
  }

  /** The line so far: equal lines have equal numbers. */
  get exactLine(): number {
    return this.#exactLines.at(-1) ?? 0;
  }

  /** The shape of the line so far: lines of equal shape have equal numbers. */
  get shapeLine(): number {
    return this.#shapeLines.at(-1) ?? 0;
  }
}

/** Mixes three numbers to 32 bits. @param salt tells apart what the numbers stand for */
export function hash(first: number, second: number, third: number, salt: number): number {
  let mixed = Math.imul(first ^ 0x5bd1e995, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ second, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ third, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16) ^ salt;
}

function kindOf(id: number, word: string): number {
  if (id === BOUNDARY || isLineBreakToken(word)) return BREAK;
  switch (word.trimStart()) {
    case '(':
    case '[':
    case '{':
      return OPENING;
    case ')':
    case ']':
    case '}':
      return CLOSING;
    case ',':
      return COMMA;
    default:
      return PLAIN;
  }
}

/** The shape of a name or number, 2 and up; undefined for signs and line breaks, which are always known as they are. */
function shapeOf(word: string): number | undefined {
  const isAfterBlank = word.charCodeAt(0) === 32;
  const first = word.charCodeAt(isAfterBlank ? 1 : 0);
  const offset = isAfterBlank ? 10 : 2;
  if ((first >= 97 && first <= 122) || first > 127) return offset;
  if (first >= 65 && first <= 90) return offset + 1;
  if (first >= 48 && first <= 57) return offset + 2;
  return first === 95 || first === 36 ? offset + 3 : undefined;
}
