import { detached } from '../../base/text.ts';
import { Novelty } from './novelty.ts';
import { Spellings } from './spellings.ts';

/**
 * Token spellings and their numbers, and how often each was learnt. Knows which
 * known words begin in a given way, and what share of all words does. A spelling
 * that only might come has a number, too, but is not known by that.
 */

/** The token before the first of a document. */
export const BOUNDARY = 0;

/** Code units; shorter pieces of a text are copies in V8 and keep nothing else in memory. */
const MIN_SLICE_LENGTH = 13;

export class Vocabulary {
  readonly novelty = new Novelty();
  readonly #ids = new Map<string, number>();
  readonly spellings = new Spellings(this);
  readonly #words: string[] = [];
  /** By id: 1 for a word that is known. */
  #isKnown = new Uint8Array(1024);
  /** Ids by their first one or two code units, so that a half-typed word finds its endings. */
  readonly #byStart = new Map<number, number[]>();
  /** What was found last, so that a key makes no new list. */
  readonly #found: number[] = [];
  #counts = new Float64Array(1024);
  #total = 0;
  #seenOnce = 0;

  constructor() {
    this.intern('');
  }

  get size(): number {
    return this.#words.length;
  }

  /** Tokens learnt, all told. */
  get total(): number {
    return this.#total;
  }

  /** The number of a word, which becomes known by this. */
  intern(word: string): number {
    const id = this.numberOf(word);
    if (this.#isKnown[id] === 0) {
      this.#isKnown[id] = 1;
      this.#index(this.word(id), id);
      this.novelty.learn(this.word(id));
    }
    return id;
  }

  /** The number of a spelling, whether it is known or not. */
  numberOf(word: string): number {
    const numbered = this.#ids.get(word);
    if (numbered !== undefined) return numbered;
    const id = this.#words.length;
    const own = word.length < MIN_SLICE_LENGTH ? word : detached(word);
    this.#ids.set(own, id);
    this.#words.push(own);
    if (id >= this.#counts.length) this.#grow();
    return id;
  }

  word(id: number): string {
    return this.#words[id] ?? '';
  }

  count(id: number): number {
    return this.#counts[id] ?? 0;
  }

  add(id: number, times: number): void {
    const before = this.count(id);
    const after = before + times;
    this.#counts[id] = after;
    this.#total += times;
    if (before === 1) this.#seenOnce--;
    if (after === 1) this.#seenOnce++;
  }

  /**
   * Probability that the next token is one never seen before: the share of
   * tokens seen once (Good and Turing's estimate), kept off 0 and 1.
   */
  get novelShare(): number {
    return (this.#seenOnce + 2) / (this.#total + 8);
  }

  /** Ids of the words that start with `start`, itself included; `start` must not be empty. Good until this is asked again. */
  startingWith(start: string): readonly number[] {
    const near = this.#byStart.get(startKey(start, Math.min(2, start.length))) ?? [];
    if (start.length <= 2) return near;
    const found = this.#found;
    found.length = 0;
    for (const id of near) if (this.word(id).startsWith(start)) found.push(id);
    return found;
  }

  #index(word: string, id: number): void {
    for (const length of [1, 2]) {
      if (word.length < length) return;
      const start = startKey(word, length);
      const ids = this.#byStart.get(start);
      if (ids) ids.push(id);
      else this.#byStart.set(start, [id]);
    }
  }

  #grow(): void {
    const counts = new Float64Array(2 * this.#counts.length);
    counts.set(this.#counts);
    this.#counts = counts;
    const isKnown = new Uint8Array(counts.length);
    isKnown.set(this.#isKnown);
    this.#isKnown = isKnown;
  }
}

/** Tells the first one or two code units of words apart. */
function startKey(word: string, length: number): number {
  return length === 1 ? word.charCodeAt(0) : 0x1_0000 * (1 + word.charCodeAt(0)) + word.charCodeAt(1);
}
