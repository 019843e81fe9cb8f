import { SPARSE_CONTEXTS } from './evidence.ts';
import { isLineBreakToken } from './indentation.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * Where a token stands among lines and brackets, for a stack of tokens; from it
 * the sparse contexts: questions about what stands near that the last tokens
 * alone do not answer. Knows brackets and line breaks, and no language.
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
  /** Frequent tokens as they are, rare ones by their shape. */
  readonly #skeleton: number[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  push(id: number): void {
    const index = this.#tokens.length;
    let line = this.#lines[index - 1] ?? 0;
    let above = this.#linesAbove[index - 1] ?? 0;
    let bracket = this.#brackets[index - 1] ?? -1;
    let commas = this.#commas[index - 1] ?? 0;
    switch (kindOf(id, this.#vocabulary.word(id))) {
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
    this.#tokens.push(id);
    this.#lines.push(line);
    this.#linesAbove.push(above);
    this.#brackets.push(bracket);
    this.#commas.push(commas);
    this.#skeleton.push(this.#skeletonOf(id));
  }

  pop(): void {
    for (const column of [
      this.#tokens,
      this.#lines,
      this.#linesAbove,
      this.#brackets,
      this.#commas,
      this.#skeleton,
    ]) {
      column.pop();
    }
  }

  /** Writes the keys of the sparse contexts at the end of the stack, `SPARSE_CONTEXTS` of them; equal contexts have equal keys. */
  writeKeys(keys: Int32Array): void {
    const end = this.#tokens.length;
    const at = (index: number): number => this.#tokens[index] ?? -1;
    const last = at(end - 1);
    const line = this.#lines[end - 1] ?? 0;
    const above = this.#linesAbove[end - 1] ?? 0;
    const bracket = this.#brackets[end - 1] ?? -1;
    const column = end - line;
    const overhead = above + column;
    const isUnder = overhead < line;
    // How the line began, and the last token.
    keys[0] = hash(line < end ? at(line) : -1, last, 0, 1);
    // The two tokens before the last one, whatever that was.
    keys[1] = hash(at(end - 2), at(end - 3), 0, 2);
    // What was called, at which argument, and the last token.
    keys[2] = hash(
      bracket < 0 ? -1 : hash(at(bracket - 1), at(bracket), 0, 0),
      this.#commas[end - 1] ?? 0,
      last,
      3,
    );
    // How the line above began, how far into this one, and the last token.
    keys[3] = hash(at(above), column, last, 4);
    // What stands at this place in the line above.
    keys[4] = hash(isUnder ? at(overhead) : -2, isUnder ? at(overhead - 1) : -2, last, 5);
    // The shape of the last five tokens.
    let shape = 6;
    for (let index = end - 5; index < end; index++) shape = hash(shape, this.#skeleton[index] ?? -1, 0, 6);
    keys[5] = shape;
  }

  #skeletonOf(id: number): number {
    const shape = shapeOf(this.#vocabulary.word(id));
    const isFrequent = this.#vocabulary.count(id) > FREQUENT_SHARE * this.#vocabulary.total;
    return shape === undefined || isFrequent ? id : -shape;
  }
}

if (SPARSE_CONTEXTS !== 6) throw new Error('as many sparse contexts are counted as keys are written');

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

/** The shape of a word, 2 and up; undefined for signs and line breaks, which are always known as they are. */
function shapeOf(word: string): number | undefined {
  const isAfterBlank = word.charCodeAt(0) === 32;
  const first = word.charCodeAt(isAfterBlank ? 1 : 0);
  const offset = isAfterBlank ? 10 : 2;
  if ((first >= 97 && first <= 122) || first > 127) return offset;
  if (first >= 65 && first <= 90) return offset + 1;
  if (first >= 48 && first <= 57) return offset + 2;
  return first === 95 || first === 36 ? offset + 3 : undefined;
}

function hash(first: number, second: number, third: number, salt: number): number {
  let mixed = Math.imul(first ^ 0x5bd1e995, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ second, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ third, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16) ^ salt;
}
