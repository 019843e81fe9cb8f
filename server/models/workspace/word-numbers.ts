/**
 * Numbers the words of one shard in the order they come. A word is read where
 * it stands in its text and copied only when it is new: cutting every one out
 * to look it up takes longer than all the rest of counting.
 */

const FIRST_CAPACITY = 1 << 12;

export class WordNumbers {
  /** Word by number. */
  readonly words: string[] = [];
  readonly #hashes: number[] = [];
  /** Numbers plus one, each at or after the place of its hash; 0 where there is none. */
  #slots = new Int32Array(FIRST_CAPACITY);

  /** The number of the word between two offsets of a text, which becomes known by this. */
  numberOf(text: string, start: number, end: number): number {
    const hash = hashOf(text, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot]! - 1;
      if (found < 0) return this.#enter(text.slice(start, end), hash, slot);
      if (this.#hashes[found] === hash && isAt(this.words[found]!, text, start, end)) return found;
    }
  }

  #enter(word: string, hash: number, slot: number): number {
    const number = this.words.length;
    this.words.push(word);
    this.#hashes.push(hash);
    this.#slots[slot] = number + 1;
    if (2 * this.words.length > this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (const [number, hash] of this.#hashes.entries()) {
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1);
  // The low bits of a product know only the low bits of its factors.
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

function isAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at++) {
    if (word.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  }
  return true;
}
