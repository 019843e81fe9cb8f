import { SPARSE_CONTEXTS } from './sparse-contexts.ts';

/**
 * What followed the present context where it, or an end of it, stood before:
 * candidate tokens with their counts. Exact contexts are the last tokens, counted
 * by how many of them agreed; each sparse context is one question more. Filled by
 * the shards and the history of the document, read by the scores.
 */

/** Longest exact context. Orders above 5 add little but the knowledge that long contexts agreed. */
export const MAX_ORDER = 6;

export const WORKSPACE = 0;
export const DOCUMENT = 1;
export type Scope = typeof WORKSPACE | typeof DOCUMENT;

/** Different tokens kept for one context; the rest counts as "something else". */
const MAX_CANDIDATES = 160;
/** An entry of the slots by id holds a slot in its low bits, and the generation that it is of above. */
const SLOT_BITS = 8;
const MAX_SLOTS = 1 << SLOT_BITS;
const GENERATIONS = 1 << 22;
/** Columns of the counts: one for each order in each scope, then one for each sparse context. */
const FIRST_SPARSE = 2 * MAX_ORDER;
const COLUMNS = FIRST_SPARSE + SPARSE_CONTEXTS;

export class Evidence {
  /** Candidate ids by slot. */
  readonly ids = new Int32Array(MAX_CANDIDATES);
  size = 0;
  /** Longest exact context found, by scope. */
  readonly longest: [number, number] = [0, 0];
  readonly #counts = new Float32Array(MAX_CANDIDATES * COLUMNS);
  readonly #totals = new Float32Array(COLUMNS);
  readonly #types = new Float32Array(COLUMNS);
  readonly #ranks = new Float32Array(MAX_CANDIDATES);
  /** By id, where `#generation` matches: the generation and the slot. It is asked for every place where a context stood, which is too often for a map. */
  #slots = new Int32Array(1 << 12);
  #generation = 1;

  clear(): void {
    this.#counts.fill(0, 0, this.size * COLUMNS);
    this.#totals.fill(0);
    this.#types.fill(0);
    this.#ranks.fill(0, 0, this.size);
    if (++this.#generation === GENERATIONS) {
      this.#slots.fill(0);
      this.#generation = 1;
    }
    this.longest[WORKSPACE] = 0;
    this.longest[DOCUMENT] = 0;
    this.size = 0;
  }

  /** Token `id` followed, `times` times, a context of which `order` tokens and no more agree. */
  add(scope: Scope, id: number, order: number, times: number): void {
    if (order > this.longest[scope]) this.longest[scope] = order;
    this.#count(columnOf(scope, order), id, times);
  }

  /** Token `id` followed a sparse context. @param weight what it counts */
  addSparse(context: number, id: number, weight: number): void {
    this.#count(FIRST_SPARSE + context, id, weight);
  }

  /** Turns counts of exactly so many agreeing tokens into counts of at least so many. Call once, after the last addition. */
  accumulate(): void {
    for (const scope of [WORKSPACE, DOCUMENT] as const) {
      for (let order = MAX_ORDER - 1; order > 0; order--) {
        this.#totals[columnOf(scope, order)]! += this.#totals[columnOf(scope, order + 1)]!;
      }
    }
    for (let slot = 0; slot < this.size; slot++) this.#accumulateSlot(slot);
  }

  has(id: number): boolean {
    return this.#slotOf(id) >= 0;
  }

  /** How often the candidate followed at least `order` agreeing tokens. */
  count(scope: Scope, slot: number, order: number): number {
    return this.#counts[slot * COLUMNS + columnOf(scope, order)]!;
  }

  /** How often anything did. */
  total(scope: Scope, order: number): number {
    return this.#totals[columnOf(scope, order)]!;
  }

  /** How many different candidates did. */
  types(scope: Scope, order: number): number {
    return this.#types[columnOf(scope, order)]!;
  }

  sparseCount(context: number, slot: number): number {
    return this.#counts[slot * COLUMNS + FIRST_SPARSE + context]!;
  }

  sparseTotal(context: number): number {
    return this.#totals[FIRST_SPARSE + context]!;
  }

  sparseTypes(context: number): number {
    return this.#types[FIRST_SPARSE + context]!;
  }

  /** A quick order of likelihood: shares of what followed, long contexts first. */
  rank(slot: number): number {
    return this.#ranks[slot]!;
  }

  #count(column: number, id: number, times: number): void {
    this.#totals[column]! += times;
    let slot = this.#slotOf(id);
    if (slot < 0) {
      if (this.size === MAX_CANDIDATES) return;
      slot = this.#take(id);
    }
    this.#counts[slot * COLUMNS + column]! += times;
  }

  /** -1 for none. */
  #slotOf(id: number): number {
    const entry = this.#slots[id] ?? 0;
    return entry >> SLOT_BITS === this.#generation ? entry & (MAX_SLOTS - 1) : -1;
  }

  #take(id: number): number {
    if (id >= this.#slots.length) {
      const slots = new Int32Array(2 * id);
      slots.set(this.#slots);
      this.#slots = slots;
    }
    const slot = this.size++;
    this.ids[slot] = id;
    this.#slots[id] = (this.#generation << SLOT_BITS) | slot;
    return slot;
  }

  #accumulateSlot(slot: number): void {
    const row = slot * COLUMNS;
    let rank = 0;
    for (const scope of [WORKSPACE, DOCUMENT] as const) {
      let sum = 0;
      for (let order = MAX_ORDER; order > 0; order--) {
        const column = columnOf(scope, order);
        sum += this.#counts[row + column]!;
        if (sum === 0) continue;
        this.#counts[row + column] = sum;
        this.#types[column]!++;
        rank += (order * sum) / this.#totals[column]!;
      }
    }
    for (let column = FIRST_SPARSE; column < COLUMNS; column++) {
      const count = this.#counts[row + column]!;
      if (count === 0) continue;
      this.#types[column]!++;
      rank += count / this.#totals[column]!;
    }
    this.#ranks[slot] = rank;
  }
}

function columnOf(scope: Scope, order: number): number {
  return scope * MAX_ORDER + order - 1;
}
