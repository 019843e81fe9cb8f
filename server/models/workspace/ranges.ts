import { MAX_ORDER } from './evidence.ts';
import type { TokenIds } from './shard-data.ts';
import { BOUNDARY } from './vocabulary.ts';

/**
 * Where in a shard's order the places after a context lie, for each length of
 * it. What was asked for last is remembered: a chain asks for the contexts of
 * the chains before it, key after key.
 */

/** Contexts remembered, a power of two; the chains of a few keys have that many. */
const REMEMBERED = 64;
/** For each length from 0, and one more, for the places after no longer context. */
const LENGTHS = MAX_ORDER + 2;
/** A number no token has. */
const NONE = -1;

interface Sorted {
  readonly tokens: TokenIds;
  readonly order: Int32Array;
  /** Where the positions after each token begin. */
  readonly ranges: Int32Array;
}

export class Ranges {
  readonly #tokens: TokenIds;
  readonly #order: Int32Array;
  readonly #starts: Int32Array;
  readonly #contexts = new Int32Array(REMEMBERED * MAX_ORDER).fill(NONE);
  readonly #longest = new Uint8Array(REMEMBERED);
  readonly #froms = new Int32Array(REMEMBERED * LENGTHS);
  readonly #tos = new Int32Array(REMEMBERED * LENGTHS);
  /** Of the context found last. */
  #row = 0;

  constructor({ tokens, order, ranges }: Sorted) {
    this.#tokens = tokens;
    this.#order = order;
    this.#starts = ranges;
  }

  /**
   * Finds a context, nearest token first; the rest is about it until the next one.
   * @param numberOf the shard's own number of a token, negative where it has none
   * @returns the longest length of it that the shard knows
   */
  find(context: readonly number[], numberOf: (token: number) => number): number {
    const row = rowOf(context);
    this.#row = row * LENGTHS;
    if (!this.#holds(row, context)) this.#longest[row] = this.#narrow(row, context, numberOf);
    return this.#longest[row]!;
  }

  /** Where the places after so many tokens of the context begin. */
  from(length: number): number {
    return this.#froms[this.#row + length]!;
  }

  /** Where they end. */
  to(length: number): number {
    return this.#tos[this.#row + length]!;
  }

  #holds(row: number, context: readonly number[]): boolean {
    const first = row * MAX_ORDER;
    for (let at = 0; at < MAX_ORDER; at++) {
      if (this.#contexts[first + at] !== (context[at] ?? NONE)) return false;
    }
    return true;
  }

  #narrow(row: number, context: readonly number[], numberOf: (token: number) => number): number {
    for (let at = 0; at < MAX_ORDER; at++) this.#contexts[row * MAX_ORDER + at] = context[at] ?? NONE;
    let longest = 0;
    while (longest < context.length && longest < MAX_ORDER) {
      const token = numberOf(context[longest]!);
      if (token < 0 || (longest > 0 && context[longest - 1] === BOUNDARY)) break;
      const from = longest === 0 ? this.#starts[token]! : this.#first(token, longest);
      const to = longest === 0 ? this.#starts[token + 1]! : this.#end(token, longest, from);
      if (from === to) break;
      longest++;
      this.#froms[this.#row + longest] = from;
      this.#tos[this.#row + longest] = to;
    }
    // No place is after a longer one.
    const end = this.to(longest);
    this.#froms[this.#row + longest + 1] = end;
    this.#tos[this.#row + longest + 1] = end;
    return longest;
  }

  /** Among the places that agree on `agreed` tokens, the first whose next token back is not below `token`. */
  #first(token: number, agreed: number): number {
    return this.#bound(token, agreed, this.from(agreed), this.to(agreed));
  }

  /** The first from `from` on whose next token back is above `token`; most often it is near, so that is tried first. */
  #end(token: number, agreed: number, from: number): number {
    const to = this.to(agreed);
    let low = from;
    let step = 1;
    while (low + step < to && this.#tokenBefore(low + step, agreed) <= token) {
      low += step;
      step *= 2;
    }
    return this.#bound(token + 1, agreed, low, Math.min(to, low + step));
  }

  #bound(token: number, agreed: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#tokenBefore(middle, agreed) < token) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The token before the last `agreed` ones at a place in the order; -1 before the start. */
  #tokenBefore(place: number, agreed: number): number {
    const position = this.#order[place]! - agreed - 1;
    return position < 0 ? -1 : this.#tokens[position]!;
  }
}

function rowOf(context: readonly number[]): number {
  let hash = 0;
  for (let at = 0; at < context.length && at < MAX_ORDER; at++) {
    hash = Math.imul(hash ^ context[at]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash & (REMEMBERED - 1);
}
