import type { Evidence } from './evidence.ts';
import type { Question } from './history.ts';
import { References } from './references.ts';
import { isByReference, SPARSE_CONTEXTS, writeSparseKeys } from './sparse-contexts.ts';
import { TokenStructure } from './token-structure.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * What followed the sparse contexts in the documents nearest to the one being
 * edited. The whole workspace would tell hardly more and cost far more; which
 * documents are near is not its business. Read a little at a time.
 */

/** A document to read. */
export interface Neighbour {
  /** Canonical. */
  readonly uri: string;
  readonly tokens: Iterable<number>;
}

/** Tokens read, about 100 kB of source. Four times as many told no more. */
export const NEIGHBOUR_TOKENS = 24_000;
/** Places kept for each context: the first read, which are the nearest. */
const PLACES = 32;
/** Different contexts have room for; more than those of so many tokens. */
const SLOTS = 1 << 19;

export class Neighbours {
  readonly #reading: Iterator<void>;
  readonly #structure: TokenStructure;
  readonly #references: References;
  readonly #keys = new Int32Array(SPARSE_CONTEXTS);
  /** By slot: the key, the newest entry, and how many entries there are. */
  readonly #slotKeys = new Int32Array(SLOTS);
  readonly #newest = new Int32Array(SLOTS);
  readonly #counts = new Uint8Array(SLOTS);
  /** Entries: the place of what followed, and the entry before with the same key. The first is none. */
  readonly #places = new Uint16Array(NEIGHBOUR_TOKENS * SPARSE_CONTEXTS + 1);
  readonly #earlier = new Int32Array(NEIGHBOUR_TOKENS * SPARSE_CONTEXTS + 1);
  /** By place: the token there. */
  readonly #ids = new Int32Array(NEIGHBOUR_TOKENS);
  #entries = 0;
  #read = 0;
  #isRead = false;

  /** @param documents nearest first */
  constructor(vocabulary: Vocabulary, documents: Iterable<Neighbour>) {
    this.#structure = new TokenStructure(vocabulary);
    this.#references = new References(this.#structure, vocabulary);
    this.#reading = this.#readAll(documents);
  }

  /** All there is, or as much as is wanted, has been read. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Reads on. @param tokens at most so many */
  read(tokens: number): void {
    for (let count = 0; count < tokens && !this.#isRead; count++)
      this.#isRead = this.#reading.next().done ?? false;
  }

  /** Reports what followed each context. */
  lookUp({ keys, references }: Question, evidence: Evidence): void {
    for (let context = 0; context < SPARSE_CONTEXTS; context++) {
      let entry = this.#newest[this.#slotOf(keys[context]!)]!;
      for (; entry > 0; entry = this.#earlier[entry]!) {
        const place = this.#places[entry]!;
        const mask = isByReference(context) ? this.#references.maskAt(place) : 0;
        references.addTo(evidence, context, this.#ids[place]!, mask, 1);
      }
    }
  }

  /** A token at each step. */
  *#readAll(documents: Iterable<Neighbour>): Generator<void, void, undefined> {
    for (const { uri, tokens } of documents) {
      if (this.#read === NEIGHBOUR_TOKENS) return;
      this.#references.open(uri);
      this.#push(BOUNDARY, 0);
      for (const id of tokens) {
        if (this.#read === NEIGHBOUR_TOKENS) return;
        this.#references.locate();
        this.#push(id, this.#references.maskOf(id));
        yield;
      }
    }
  }

  #push(id: number, mask: number): void {
    if (id !== BOUNDARY) this.#enter();
    this.#ids[this.#read++] = id;
    this.#references.push(id, mask);
    this.#structure.push(id);
  }

  /** Notes the contexts of the next place. */
  #enter(): void {
    writeSparseKeys(this.#structure, this.#keys);
    for (let context = 0; context < SPARSE_CONTEXTS; context++) {
      const key = this.#keys[context]!;
      const slot = this.#slotOf(key);
      if (this.#counts[slot]! >= PLACES) continue;
      this.#counts[slot]!++;
      const entry = ++this.#entries;
      this.#slotKeys[slot] = key;
      this.#places[entry] = this.#read;
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
