/**
 * The classes that a step of teaching scores: those that come next, and a tenth of
 * all others, each for ten of them (sampled softmax, Jean et al. 2015,
 * https://arxiv.org/abs/1412.2007). That is a seventh of the work of all classes, and
 * few texts teach more so (ARCHITECTURE.md).
 */

/** One of so many others is scored, another tenth at each step. */
const OTHERS = 10;
/** Added to the score of one that stands for `OTHERS`. */
const STANDS_FOR_MANY = Math.log(OTHERS);

export class ClassSample {
  /** All there are. */
  readonly #count: number;
  readonly #comes: Uint8Array;
  /** Where each scored class stands among them. */
  readonly #places: Int32Array;
  #classes: readonly number[] = [];
  #steps = 0;

  /** @param count of all classes */
  constructor(count: number) {
    this.#count = count;
    this.#comes = new Uint8Array(count);
    this.#places = new Int32Array(count);
  }

  /** Chooses anew. @param sequences whose classes come */
  choose(sequences: readonly Uint16Array[]): void {
    this.#comes.fill(0);
    for (const sequence of sequences) for (const each of sequence) this.#comes[each] = 1;
    const classes: number[] = [];
    // Words are listed by how common they are: one of each ten in turn is a fair choice.
    let others = this.#steps++ % OTHERS;
    for (let each = 0; each < this.#count; each++) {
      if (!this.#comes[each] && others++ % OTHERS !== 0) continue;
      this.#places[each] = classes.length;
      classes.push(each);
    }
    this.#classes = classes;
  }

  /** In ascending order. */
  get classes(): readonly number[] {
    return this.#classes;
  }

  /** Of one of them, added to its score. */
  correctionOf(each: number): number {
    return this.#comes[each] ? 0 : STANDS_FOR_MANY;
  }

  /** @param each one that is scored @returns its index in `classes` */
  placeOf(each: number): number {
    return this.#places[each]!;
  }
}
