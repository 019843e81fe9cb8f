/**
 * The classes of tokens that the network tells apart: one for each spelling that
 * is common everywhere, and for all others one by the shape and the hash of the
 * spelling, so that a name of this project is at least told from most others.
 */

/** What the network read first of each file, and after its name. */
export const FILE_MARK = '\0';
export const NAME_MARK = '\0\0';

/** Classes shared by rare spellings, by shape. */
const SHAPES = 8;
const SHARED_A_SHAPE = 256;
export const SHARED = SHAPES * SHARED_A_SHAPE;

/** FNV-1a's. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** Part of a sorted list. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export class Classes {
  /** Spellings with a class of their own; the number of one is its class. */
  readonly words: readonly string[];
  /** Classes by the order of their spellings. */
  readonly #sorted: Int32Array;
  readonly #byWord: ReadonlyMap<string, number>;

  constructor(words: readonly string[]) {
    this.words = words;
    this.#byWord = new Map(words.map((word, at) => [word, at]));
    this.#sorted = Int32Array.from(words.keys()).toSorted((a, b) => (words[a]! < words[b]! ? -1 : 1));
  }

  of(spelling: string): number {
    const own = this.#byWord.get(spelling);
    return own ?? this.#firstOfShape(spelling) + (hash(spelling) % SHARED_A_SHAPE);
  }

  isShared(each: number): boolean {
    return each >= this.words.length;
  }

  /** The classes of spellings that begin so, as places in `sorted`. */
  startingWith(start: string): Range {
    const first = this.#firstNotBefore(start);
    let end = first;
    while (end < this.#sorted.length && this.words[this.#sorted[end]!]!.startsWith(start)) end++;
    return { start: first, end };
  }

  get sorted(): Int32Array {
    return this.#sorted;
  }

  /** The classes shared by rare spellings that begin so, as far as their shape tells. */
  sharedLike(start: string): Range {
    const first = this.#firstOfShape(start);
    return { start: first, end: first + SHARED_A_SHAPE };
  }

  #firstOfShape(spelling: string): number {
    return this.words.length + shapeOf(spelling) * SHARED_A_SHAPE;
  }

  #firstNotBefore(start: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[this.#sorted[middle]!]! < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Small letters, a capital first, capitals, or anything else; each after a blank or without one. */
function shapeOf(spelling: string): number {
  const blank = spelling.charCodeAt(0) === 32 ? 1 : 0;
  const first = spelling.charCodeAt(blank);
  if (isLower(first) || first === 95 || first === 36) return blank;
  const isUpper = first >= 65 && first <= 90;
  if (!isUpper) return 6 + blank;
  return (isLower(spelling.charCodeAt(blank + 1)) ? 2 : 4) + blank;
}

function isLower(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}

/** FNV-1a over code units, mixed once more so that the low bits depend on all. */
function hash(spelling: string): number {
  let sum = OFFSET_BASIS;
  for (let at = 0; at < spelling.length; at++) sum = Math.imul(sum ^ spelling.charCodeAt(at), PRIME);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return (sum ^ (sum >>> 13)) >>> 0;
}
