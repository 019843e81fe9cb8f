import { detectIndentStyle, shownUnit } from './indentation.ts';
import { cut } from './lexer.ts';
import { MAX_NARROW_WORDS, type ShardData, type SourceDocument } from './shard-data.ts';
import { contextRanges, sortByContext } from './sort-by-context.ts';
import { BOUNDARY } from './vocabulary.ts';
import { WordNumbers } from './word-numbers.ts';

/** Tokenises documents and sorts their positions by context. */
export function buildShard(documents: readonly SourceDocument[]): ShardData {
  const numbers = new WordNumbers();
  // The boundary comes first in every vocabulary.
  numbers.numberOf('', 0, 0);
  const found = new TokenList(documents.reduce((sum, { text }) => sum + text.length, 0));
  const starts: number[] = [];
  for (const { text } of documents) {
    starts.push(found.length);
    // Each document is preceded by a boundary, so that contexts end there.
    found.push(BOUNDARY);
    cut(text, 0, detectIndentStyle(text), {
      onWord: (start, end) => found.push(numbers.numberOf(text, start, end)),
      onLineBreak: (word) => found.push(numbers.numberOf(word, 0, word.length)),
    });
  }
  starts.push(found.length);
  const { words } = numbers;
  const tokens = words.length <= MAX_NARROW_WORDS ? Uint16Array.from(found.taken()) : found.taken().slice();
  const ranges = contextRanges(tokens, words.length);
  return {
    documents: documents.map(({ uri }) => uri),
    units: documents.map(({ text }) => shownUnit(text)),
    starts: Int32Array.from(starts),
    ...spelt(words),
    tokens,
    order: sortByContext(tokens, ranges),
    ranges,
  };
}

/** Characters a token, at the least that is usual. */
const SHORT_TOKEN = 3;

/** Tokens one after the other, in memory that grows with them. */
class TokenList {
  length = 0;
  #tokens: Int32Array<ArrayBuffer>;

  /** @param characters of the text they are cut from */
  constructor(characters: number) {
    this.#tokens = new Int32Array(Math.ceil(characters / SHORT_TOKEN) + 1);
  }

  push(token: number): void {
    if (this.length === this.#tokens.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.#tokens);
      this.#tokens = larger;
    }
    this.#tokens[this.length++] = token;
  }

  taken(): Int32Array<ArrayBuffer> {
    return this.#tokens.subarray(0, this.length);
  }
}

function spelt(words: readonly string[]): Pick<ShardData, 'spelling' | 'wordEnds'> {
  let end = 0;
  return { spelling: words.join(''), wordEnds: Int32Array.from(words, (word) => (end += word.length)) };
}
