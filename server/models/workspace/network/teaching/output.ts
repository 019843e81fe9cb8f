import { ClassSample } from './class-sample.ts';
import type { Layout } from './layout.ts';
import { SEQUENCE, type Store } from './store.ts';

/**
 * The loss of what is told, a softmax over a sample of the classes, and its
 * gradients. Where what is told comes from is the transformer's.
 */

/** The least share of a class that a loss is made of, since shares may be 0. */
const LEAST_SHARE = 1e-30;
/** The kernels take so many classes at once; the last are filled up with one that never comes. */
const CLASSES_AT_ONCE = 16;
/** As a bias: leaves a share of 0. */
const UNHEARD = -1e30;

export class Output {
  readonly #store: Store;
  /** Addresses. */
  readonly #weights: Layout;
  readonly #gradients: Layout;
  /** Of each class that is scored, in a row: its embedding, the gradients of that, its bias with its correction. */
  readonly #rows: number;
  readonly #rowGradients: number;
  readonly #biases: number;
  readonly #biasGradients: number;
  /** Of each token a score for each class, then its gradient. */
  readonly #scores: number;
  readonly #sample: ClassSample;
  /** Classes scored, filled up. */
  #size = 0;

  /** Takes room for all classes; of what is not scored nothing is ever touched. */
  constructor(store: Store, weights: Layout, gradients: Layout) {
    this.#store = store;
    this.#weights = weights;
    this.#gradients = gradients;
    const { width } = store.shape;
    this.#sample = new ClassSample(store.shape.classes);
    const classes = filledUp(store.shape.classes);
    this.#rows = store.take(classes * width);
    this.#rowGradients = store.take(classes * width);
    this.#biases = store.take(classes);
    this.#biasGradients = store.take(classes);
    this.#scores = store.take(SEQUENCE * classes);
  }

  /** Chooses the classes to score until this is called again, by what comes in the sequences, and takes their weights as they are now. */
  begin(sequences: readonly Uint16Array[]): void {
    const store = this.#store;
    const { width } = store.shape;
    const { embedding, outputBias } = this.#weights;
    const sample = this.#sample;
    sample.choose(sequences);
    this.#size = filledUp(sample.classes.length);
    store.fill(this.#rowGradients, this.#size * width, 0);
    store.fill(this.#biasGradients, this.#size, 0);
    store.fill(this.#biases, this.#size, UNHEARD);
    for (const [place, each] of sample.classes.entries()) {
      store.copy(embedding + 4 * each * width, this.#rows + 4 * place * width, width);
      const bias = store.numbers[(outputBias >> 2) + each]!;
      store.numbers[(this.#biases >> 2) + place] = bias + sample.correctionOf(each);
    }
  }

  /**
   * Notes the gradients of the loss, times `scale`, of embedding and biases.
   * @param told where that which is told lies @param next the class that follows each token
   * @param d where the gradients of what is told are written
   * @returns the loss of all tokens, in nats
   */
  read(told: number, next: Uint16Array, d: number, scale: number): number {
    const store = this.#store;
    const { width } = store.shape;
    const [size, wide, row] = [this.#size, 4 * width, 4 * this.#size];
    const rows = { at: this.#rows, stride: wide };
    const scores = { at: this.#scores, stride: row };
    const read = { at: told, stride: wide };
    store.multiply(SEQUENCE, size, width, read, { ...rows, turned: true }, scores.at, row);
    let nats = 0;
    for (let token = 0; token < SEQUENCE; token++) {
      const at = scores.at + token * row;
      store.kernels.soften(at, this.#biases, 1, scale, size);
      const right = (at >> 2) + this.#sample.placeOf(next[token]!);
      nats -= Math.log(Math.max(LEAST_SHARE, store.numbers[right]! / scale));
      store.numbers[right]! -= scale;
      store.kernels.blend(this.#biasGradients, at, 1, 1, size);
    }
    store.multiply(SEQUENCE, width, size, scores, rows, d, wide);
    store.addProduct(size, width, SEQUENCE, { ...scores, turned: true }, read, this.#rowGradients, wide);
    return nats;
  }

  /** Adds what was noted since `begin` to the gradients of all weights. */
  end(): void {
    const store = this.#store;
    const { width } = store.shape;
    const wide = 4 * width;
    const { embedding, outputBias } = this.#gradients;
    for (const [place, each] of this.#sample.classes.entries()) {
      store.kernels.blend(embedding + each * wide, this.#rowGradients + place * wide, 1, 1, width);
      store.numbers[(outputBias >> 2) + each]! += store.numbers[(this.#biasGradients >> 2) + place]!;
    }
  }
}

function filledUp(classes: number): number {
  return Math.ceil(classes / CLASSES_AT_ONCE) * CLASSES_AT_ONCE;
}
