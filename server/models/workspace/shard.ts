import { type Evidence, WORKSPACE } from './evidence.ts';
import { IdMap } from './id-map.ts';
import { Ranges } from './ranges.ts';
import { eachWord, type ShardData, type TokenIds } from './shard-data.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * A learnt part of the workspace that can be asked what followed a context. Its
 * documents can be muted and heard again one by one; it never changes otherwise.
 */

/**
 * Places looked at for each length of context; where there are more, one stands for its neighbours. What
 * other shards have told counts, so that the effort grows only with the logarithm of their number.
 */
const SAMPLES = 64;
/** Words that are numbered at a step: a millisecond's worth. */
const WORDS_A_STEP = 1000;

/** The numbers of a shard's words in the vocabulary, and the way back. */
interface Numbering {
  readonly global: Int32Array;
  readonly local: IdMap;
}

/** Numbers a shard's words, a little at each step. */
export function* numberWords(
  data: ShardData,
  vocabulary: Vocabulary,
): Generator<undefined, Numbering, undefined> {
  const global = new Int32Array(data.wordEnds.length);
  const local = new IdMap(data.wordEnds.length);
  let id = 0;
  for (const word of eachWord(data)) {
    const number = vocabulary.intern(word);
    global[id] = number;
    local.set(number, id);
    if (++id % WORDS_A_STEP === 0) yield;
  }
  return { global, local };
}

export class Shard {
  readonly documents: readonly string[];
  /** What each document is indented by; empty where it shows nothing. */
  readonly units: readonly string[];
  readonly #starts: Int32Array;
  readonly #tokens: TokenIds;
  readonly #order: Int32Array;
  readonly #ranges: Ranges;
  readonly #global: Int32Array;
  readonly #numberOf: (token: number) => number;
  readonly #vocabulary: Vocabulary;
  /** 1 for tokens of muted documents; made when first needed. */
  #muted: Uint8Array | undefined;

  constructor(data: ShardData, vocabulary: Vocabulary, numbering = numberedAtOnce(data, vocabulary)) {
    this.documents = data.documents;
    this.units = data.units;
    this.#starts = data.starts;
    this.#tokens = data.tokens;
    this.#order = data.order;
    this.#ranges = new Ranges(data);
    this.#global = numbering.global;
    this.#numberOf = (token) => numbering.local.get(token);
    this.#vocabulary = vocabulary;
    const last = data.tokens.at(-1);
    for (let id = 0; id < this.#global.length; id++) {
      // A range holds the positions after a token, and nothing stands after the last one.
      const count = data.ranges[id + 1]! - data.ranges[id]! + (id === last ? 1 : 0);
      if (id !== BOUNDARY) vocabulary.add(this.#global[id]!, count);
    }
  }

  /** Takes a document's tokens out of all answers, or puts them back. @param index of the document in `documents` */
  mute(index: number, muted: boolean): void {
    this.#muted ??= new Uint8Array(this.#tokens.length);
    const value = muted ? 1 : 0;
    for (let at = this.#starts[index]!; at < this.#starts[index + 1]!; at++) {
      const token = this.#tokens[at]!;
      if (this.#muted[at] === value || token === BOUNDARY) continue;
      this.#muted[at] = value;
      this.#vocabulary.add(this.#global[token]!, muted ? -1 : 1);
    }
  }

  /** Tokens learnt. */
  get size(): number {
    return this.#tokens.length;
  }

  /** The tokens of a document, as the vocabulary's ids. @param index of the document in `documents` */
  *tokensOf(index: number): Generator<number, void, undefined> {
    for (let at = this.#starts[index]!; at < this.#starts[index + 1]!; at++) {
      const token = this.#tokens[at]!;
      if (token !== BOUNDARY) yield this.#global[token]!;
    }
  }

  /** Reports what followed the context, nearest token first. */
  lookUp(context: readonly number[], evidence: Evidence): void {
    const longest = this.#ranges.find(context, this.#numberOf);
    for (let order = longest; order > 0; order--) this.#report(order, evidence);
  }

  /** Of the places after so much of the context, those after no more of it. */
  #report(order: number, evidence: Evidence): void {
    const from = this.#ranges.from(order);
    const inner = this.#ranges.from(order + 1);
    const skipped = this.#ranges.to(order + 1) - inner;
    const count = this.#ranges.to(order) - from - skipped;
    if (count === 0) return;
    const told = evidence.total(WORKSPACE, order);
    const samples = Math.min(count, Math.ceil((SAMPLES * count) / (told + count)));
    const step = count / samples;
    for (let sample = 0; sample < samples; sample++) {
      const at = from + Math.floor((sample + 0.5) * step);
      const position = this.#order[at < inner ? at : at + skipped]!;
      if (this.#muted?.[position]) continue;
      const next = this.#tokens[position]!;
      if (next !== BOUNDARY) evidence.add(WORKSPACE, this.#global[next]!, order, step);
    }
  }
}

function numberedAtOnce(data: ShardData, vocabulary: Vocabulary): Numbering {
  const steps = numberWords(data, vocabulary);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
