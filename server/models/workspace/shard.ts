import { type Evidence, MAX_ORDER, WORKSPACE } from './evidence.ts';
import { IdMap } from './id-map.ts';
import { type ShardData, type TokenIds, wordsOf } from './shard-data.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * A learnt part of the workspace that can be asked what followed a context. Its
 * documents can be muted and heard again one by one; it never changes otherwise.
 */

/** Places looked at for each length of context; in longer runs every n-th stands for its neighbours. */
const SAMPLES = 64;

export class Shard {
  readonly documents: readonly string[];
  readonly #starts: Int32Array;
  readonly #tokens: TokenIds;
  readonly #order: Int32Array;
  readonly #ranges: Int32Array;
  readonly #global: Int32Array;
  readonly #local: IdMap;
  readonly #vocabulary: Vocabulary;
  /** 1 for tokens of muted documents; made when first needed. */
  #muted: Uint8Array | undefined;
  /** Bounds in the order of the places after each length of the context looked up. */
  readonly #froms = new Int32Array(MAX_ORDER + 1);
  readonly #tos = new Int32Array(MAX_ORDER + 1);

  /** @param ids the vocabulary's, of the shard's words */
  constructor(data: ShardData, vocabulary: Vocabulary, ids = internAll(data, vocabulary)) {
    this.documents = data.documents;
    this.#starts = data.starts;
    this.#tokens = data.tokens;
    this.#order = data.order;
    this.#ranges = data.ranges;
    this.#global = ids;
    this.#local = new IdMap(data.wordEnds.length);
    const last = data.tokens.at(-1);
    for (let id = 0; id < this.#global.length; id++) {
      this.#local.set(this.#global[id]!, id);
      // A range holds the positions after a token, and nothing stands after the last one.
      const count = this.#ranges[id + 1]! - this.#ranges[id]! + (id === last ? 1 : 0);
      if (id !== BOUNDARY) vocabulary.add(this.#global[id]!, count);
    }
    this.#vocabulary = vocabulary;
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

  /** Reports what followed the context, nearest token first. */
  lookUp(context: readonly number[], evidence: Evidence): void {
    const longest = this.#narrow(context);
    if (longest === 0) return;
    this.#report(this.#froms[longest]!, this.#tos[longest]!, longest, evidence);
    for (let order = longest - 1; order > 0; order--) {
      this.#report(this.#froms[order]!, this.#froms[order + 1]!, order, evidence);
      this.#report(this.#tos[order + 1]!, this.#tos[order]!, order, evidence);
    }
  }

  /** Finds the places after each length of the context; returns the longest length that has any. */
  #narrow(context: readonly number[]): number {
    let longest = 0;
    while (longest < context.length && longest < MAX_ORDER) {
      const token = this.#local.get(context[longest]!);
      if (token < 0 || (longest > 0 && context[longest - 1] === BOUNDARY)) break;
      const order = longest + 1;
      const from = order === 1 ? this.#ranges[token]! : this.#bound(token, longest);
      const to = order === 1 ? this.#ranges[token + 1]! : this.#bound(token + 1, longest);
      if (from === to) break;
      this.#froms[order] = from;
      this.#tos[order] = to;
      longest = order;
    }
    return longest;
  }

  /** Among the places that agree on `agreed` tokens, the first whose next token back is not below `token`. */
  #bound(token: number, agreed: number): number {
    let low = this.#froms[agreed]!;
    let high = this.#tos[agreed]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      const position = this.#order[middle]! - agreed - 1;
      if ((position < 0 ? -1 : this.#tokens[position]!) < token) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #report(from: number, to: number, order: number, evidence: Evidence): void {
    const step = Math.max(1, (to - from) / SAMPLES);
    for (let at = from + (step - 1) / 2; at < to; at += step) {
      const position = this.#order[Math.floor(at)]!;
      if (this.#muted?.[position]) continue;
      const next = this.#tokens[position]!;
      if (next !== BOUNDARY) evidence.add(WORKSPACE, this.#global[next]!, order, step);
    }
  }
}

function internAll(data: ShardData, vocabulary: Vocabulary): Int32Array {
  return Int32Array.from(wordsOf(data), (word) => vocabulary.intern(word));
}
