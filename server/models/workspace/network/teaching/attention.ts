import { HEAD } from '../weights.ts';
import { type Factor, SEQUENCE, type Store } from './store.ts';

/**
 * What tokens make of those before them in the window, a block of queries at a
 * time, and the way back. Queries, keys and values are the layer's.
 */

/** Queries at a time. */
const BLOCK = 64;
/** As a bias: leaves a share of 0. */
const UNHEARD = -1e30;
const FACTOR = 1 / Math.sqrt(HEAD);

/** Queries from `start` on, and the keys from `first` on that any of them attends to. */
interface Block {
  readonly start: number;
  readonly first: number;
  readonly count: number;
  /** The address of the shares. */
  readonly shares: number;
}

/** What the attention of a layer reads and writes: addresses. */
interface Attended {
  /** Queries, keys and values of each token. */
  readonly mixed: number;
  /** By head, of the nearest token first. */
  readonly distances: number;
  /** Of each token, what its heads say. */
  readonly blended: number;
  /** Shares of all blocks of all heads, kept for the way back. */
  readonly shares: number;
}

export class Attention {
  readonly #store: Store;
  readonly #width: number;
  readonly #window: number;
  readonly #heads: number;
  /** Biases of a head by distance, the farthest first, between those of what is too far and what is yet to come. */
  readonly #biases: number;
  readonly #biasGradients: number;
  readonly #shareGradients: number;

  constructor(store: Store) {
    const { width, window, heads } = store.shape;
    this.#store = store;
    this.#width = width;
    this.#window = window;
    this.#heads = heads;
    this.#biases = store.take(window + 2 * BLOCK);
    this.#biasGradients = store.take(window + 2 * BLOCK);
    this.#shareGradients = store.take(BLOCK * (BLOCK + window));
  }

  /** Numbers that the shares of a layer take. */
  get shareCount(): number {
    let count = 0;
    for (const block of this.#blocks(0)) count += this.#heads * BLOCK * block.count;
    return count;
  }

  /** Writes `blended` and `shares`. */
  forward({ mixed, distances, blended, shares }: Attended): void {
    const store = this.#store;
    const [row, out] = [3 * 4 * this.#width, 4 * this.#width];
    let at = shares;
    for (let head = 0; head < this.#heads; head++) {
      this.#spread(distances + 4 * head * this.#window);
      const queries = mixed + 4 * head * HEAD;
      for (const { start, first, count, shares } of this.#blocks(at)) {
        at = shares + 4 * BLOCK * count;
        const stride = 4 * count;
        const keys = { at: queries + out + first * row, stride: row, turned: true };
        store.multiply(BLOCK, count, HEAD, { at: queries + start * row, stride: row }, keys, shares, stride);
        for (let query = 0; query < BLOCK; query++)
          store.kernels.soften(
            shares + query * stride,
            this.#biases + this.#biasOf(start + query, first),
            FACTOR,
            1,
            count,
          );
        const values = { at: keys.at + out, stride: row };
        const to = blended + start * out + 4 * head * HEAD;
        store.multiply(BLOCK, HEAD, count, { at: shares, stride }, values, to, out);
      }
    }
  }

  /** Writes the gradients of `mixed` and adds those of `distances`, from those of `blended`. */
  backward({ mixed, shares }: Attended, gradients: Omit<Attended, 'shares'>): void {
    const store = this.#store;
    store.fill(gradients.mixed, SEQUENCE * 3 * this.#width, 0);
    let at = shares;
    for (let head = 0; head < this.#heads; head++) {
      store.fill(this.#biasGradients, this.#window + 2 * BLOCK, 0);
      for (const block of this.#blocks(at)) {
        at = block.shares + 4 * BLOCK * block.count;
        const out = gradients.blended + 4 * (block.start * this.#width + head * HEAD);
        this.#blockBack(block, mixed + 4 * head * HEAD, out, gradients.mixed + 4 * head * HEAD);
      }
      this.#gather(gradients.distances + 4 * head * this.#window);
    }
  }

  /** @param queries the head's of the first token @param out gradients of what the head says of the block's first @param d those of `queries` */
  #blockBack({ start, first, count, shares }: Block, queries: number, out: number, d: number): void {
    const store = this.#store;
    const [wide, row, stride] = [4 * this.#width, 3 * 4 * this.#width, 4 * count];
    const said: Factor = { at: out, stride: wide };
    const keys = { at: queries + wide + first * row, stride: row };
    const shareGradients = this.#shareGradients;
    const values = { at: keys.at + wide, stride: row, turned: true };
    store.multiply(BLOCK, count, HEAD, said, values, shareGradients, stride);
    const key = d + wide + first * row;
    store.addProduct(count, HEAD, BLOCK, { at: shares, stride, turned: true }, said, key + wide, row);
    for (let query = 0; query < BLOCK; query++)
      store.kernels.softenBack(
        shares + query * stride,
        shareGradients + query * stride,
        this.#biasGradients + this.#biasOf(start + query, first),
        FACTOR,
        count,
      );
    store.addProduct(BLOCK, HEAD, count, { at: shareGradients, stride }, keys, d + start * row, row);
    const asked = { at: queries + start * row, stride: row };
    store.addProduct(count, HEAD, BLOCK, { at: shareGradients, stride, turned: true }, asked, key, row);
  }

  *#blocks(shares: number): Generator<Block> {
    let at = shares;
    for (let start = 0; start < SEQUENCE; start += BLOCK) {
      const first = Math.max(0, start - this.#window);
      const count = start + BLOCK - first;
      yield { start, first, count, shares: at };
      at += 4 * BLOCK * count;
    }
  }

  /** Bytes from the first of the biases to that of a key for a query. */
  #biasOf(query: number, key: number): number {
    return 4 * (BLOCK + this.#window - 1 + key - query);
  }

  #spread(distances: number): void {
    const biases = this.#store.view(this.#biases, this.#window + 2 * BLOCK).fill(UNHEARD);
    biases.set(this.#store.view(distances, this.#window).toReversed(), BLOCK);
  }

  #gather(distances: number): void {
    const to = this.#store.view(distances, this.#window);
    const from = this.#store.view(this.#biasGradients + 4 * BLOCK, this.#window);
    for (let at = 0; at < this.#window; at++) to[at]! += from[this.#window - 1 - at]!;
  }
}
