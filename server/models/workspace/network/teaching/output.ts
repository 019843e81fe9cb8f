import type { Layout } from './layout.ts';
import { SEQUENCE, type Store } from './store.ts';

/**
 * The loss of what is told, a softmax over all classes that are taught, and its
 * gradients. Where what is told comes from is the transformer's.
 */

/** The least share of a class that a loss is made of, since shares may be 0. */
const LEAST_SHARE = 1e-30;

export class Output {
  readonly #store: Store;
  /** Addresses. */
  readonly #weights: Layout;
  readonly #gradients: Layout;
  /** Of each token a score for each class, then its gradient: some 5 MB for 2,500 classes, 17 for 8,192. */
  readonly #scores: number;

  constructor(store: Store, weights: Layout, gradients: Layout) {
    this.#store = store;
    this.#weights = weights;
    this.#gradients = gradients;
    this.#scores = store.take(SEQUENCE * store.shape.classes);
  }

  /**
   * Adds the gradients of the loss, times `scale`, of embedding and biases.
   * @param told where that which is told lies @param next the class that follows each token
   * @param d where the gradients of what is told are written
   * @returns the loss of all tokens, in nats
   */
  read(told: number, next: Uint16Array, d: number, scale: number): number {
    const store = this.#store;
    const { width, classes } = store.shape;
    const [wide, row] = [4 * width, 4 * classes];
    const { embedding, outputBias } = this.#weights;
    const scores = { at: this.#scores, stride: row };
    const turned = { at: embedding, stride: wide, turned: true };
    store.multiply(SEQUENCE, classes, width, { at: told, stride: wide }, turned, scores.at, row);
    let nats = 0;
    for (let token = 0; token < SEQUENCE; token++) {
      const at = scores.at + token * row;
      store.kernels.soften(at, outputBias, 1, scale, classes);
      const right = (at >> 2) + next[token]!;
      nats -= Math.log(Math.max(LEAST_SHARE, store.numbers[right]! / scale));
      store.numbers[right]! -= scale;
      store.kernels.blend(this.#gradients.outputBias, at, 1, 1, classes);
    }
    store.multiply(SEQUENCE, width, classes, scores, { at: embedding, stride: wide }, d, wide);
    const blamed = { ...scores, turned: true };
    const read = { at: told, stride: wide };
    store.addProduct(classes, width, SEQUENCE, blamed, read, this.#gradients.embedding, wide);
    return nats;
  }
}
