/**
 * How a word that was never seen begins: character statistics over the known
 * words, each counted once. It keeps a half-typed word from looking certain
 * because only one known word starts that way.
 */
const SLOTS = 1 << 16;
/** Characters a new word may go on with where nothing is known; flattens what was counted. */
const ALPHABET = 64;
const UNIFORM_WEIGHT = 2;

export class Novelty {
  readonly #pairs = new Float32Array(SLOTS);
  readonly #triples = new Float32Array(SLOTS);

  /** Counts a word that has just become known. */
  learn(word: string): void {
    let [before, last] = [1, 2];
    for (let at = 0; at < word.length; at++) {
      const next = word.charCodeAt(at);
      this.#pairs[slotOf(before, last, 0)]!++;
      this.#triples[slotOf(before, last, next)]!++;
      [before, last] = [last, next];
    }
  }

  /** Probability that a new word starts with `start`. */
  startsWith(start: string): number {
    let [before, last] = [1, 2];
    let probability = 1;
    for (let at = 0; at < start.length; at++) {
      const next = start.charCodeAt(at);
      const seen = this.#pairs[slotOf(before, last, 0)]!;
      // A slot may be shared with others; never more agreed than were seen.
      const agreed = Math.min(seen, this.#triples[slotOf(before, last, next)]!);
      probability *= (agreed + UNIFORM_WEIGHT / ALPHABET) / (seen + UNIFORM_WEIGHT);
      [before, last] = [last, next];
    }
    return probability;
  }
}

function slotOf(first: number, second: number, third: number): number {
  const hash = Math.imul(Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ third, 0xc2b2ae35);
  return (hash >>> 12) & (SLOTS - 1);
}
