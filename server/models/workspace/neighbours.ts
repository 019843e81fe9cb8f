import type { Evidence } from './evidence.ts';
import { SPARSE_CONTEXTS, writeSparseKeys } from './sparse-contexts.ts';
import { TokenStructure } from './token-structure.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * What followed the sparse contexts in the documents nearest to the one being
 * edited. The whole workspace would tell hardly more and cost far more; which
 * documents are near is not its business. Read a little at a time.
 */

/** Tokens read, about 100 kB of source. Four times as many told no more. */
export const NEIGHBOUR_TOKENS = 24_000;
/** Places kept for each context: the first read, which are the nearest. */
const PLACES = 32;
/** Different contexts have room for; more than twice those of so many tokens of source. */
const SLOTS = 1 << 19;

export class Neighbours {
  readonly #tokens: Iterator<number>;
  readonly #structure: TokenStructure;
  readonly #keys = new Int32Array(SPARSE_CONTEXTS);
  /** By slot: the key, the newest entry, and how many entries there are. */
  readonly #slotKeys = new Int32Array(SLOTS);
  readonly #newest = new Int32Array(SLOTS);
  readonly #counts = new Uint8Array(SLOTS);
  /** Entries: what followed, and the entry before with the same key. The first is none. */
  readonly #ids = new Int32Array(NEIGHBOUR_TOKENS * SPARSE_CONTEXTS + 1);
  readonly #earlier = new Int32Array(NEIGHBOUR_TOKENS * SPARSE_CONTEXTS + 1);
  #entries = 0;
  #read = 0;
  #isRead = false;

  /** @param tokens of the documents, nearest first, with a boundary before each */
  constructor(vocabulary: Vocabulary, tokens: Iterator<number>) {
    this.#structure = new TokenStructure(vocabulary);
    this.#tokens = tokens;
  }

  /** All there is, or as much as is wanted, has been read. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Reads on. @param tokens at most so many */
  read(tokens: number): void {
    for (let count = 0; count < tokens && !this.#isRead; count++) {
      const next = this.#read < NEIGHBOUR_TOKENS ? this.#tokens.next() : undefined;
      if (!next || next.done) {
        this.#isRead = true;
        return;
      }
      if (next.value !== BOUNDARY) this.#enter(next.value);
      this.#structure.push(next.value);
      this.#read++;
    }
  }

  /** Reports what followed each context. @param keys those of the present end of the document */
  lookUp(keys: Int32Array, evidence: Evidence): void {
    for (let context = 0; context < SPARSE_CONTEXTS; context++) {
      let entry = this.#newest[this.#slotOf(keys[context]!)]!;
      for (; entry > 0; entry = this.#earlier[entry]!) evidence.addSparse(context, this.#ids[entry]!, 1);
    }
  }

  #enter(id: number): void {
    writeSparseKeys(this.#structure, this.#keys);
    for (let context = 0; context < SPARSE_CONTEXTS; context++) {
      const key = this.#keys[context]!;
      const slot = this.#slotOf(key);
      if (this.#counts[slot]! >= PLACES) continue;
      this.#counts[slot]!++;
      const entry = ++this.#entries;
      this.#slotKeys[slot] = key;
      this.#ids[entry] = id;
      this.#earlier[entry] = this.#newest[slot]!;
      this.#newest[slot] = entry;
    }
  }

  /** The slot of a key, or the free one that it would take. There are more slots than entries. */
  #slotOf(key: number): number {
    let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & (SLOTS - 1);
    while (this.#counts[slot]! > 0 && this.#slotKeys[slot] !== key) slot = (slot + 1) & (SLOTS - 1);
    return slot;
  }
}
