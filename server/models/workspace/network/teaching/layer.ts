import { MIXED, type Shape } from '../weights.ts';
import type { Attention } from './attention.ts';
import type { LayerLayout } from './layout.ts';
import { SEQUENCE, type Store } from './store.ts';

/**
 * A layer: what it makes of all tokens of a sequence at once, and the gradients of
 * its weights and of what it read. What it is is written down in network.ts.
 */

/** Room for gradients on the way back, which all layers use one after the other: addresses. */
export interface Blames {
  /** Of what a layer gave, and afterwards of what it read. */
  readonly x: number;
  readonly normed: number;
  readonly blended: number;
  readonly mixed: number;
  readonly raw: number;
  readonly inner: number;
}

export function takeBlames(store: Store): Blames {
  const { width, inner } = store.shape;
  const take = (count: number): number => store.take(SEQUENCE * count);
  return {
    x: take(width),
    normed: take(width),
    blended: take(width),
    mixed: take(3 * width),
    raw: take(3 * width),
    inner: take(inner),
  };
}

export class Layer {
  readonly #store: Store;
  readonly #shape: Shape;
  readonly #attention: Attention;
  /** Addresses. */
  readonly #weights: LayerLayout;
  readonly #gradients: LayerLayout;
  /** Addresses of what it made of a sequence, kept for the way back. */
  readonly #trace: Readonly<
    Record<
      'normed' | 'raw' | 'mixed' | 'blended' | 'shares' | 'seen' | 'innerNormed' | 'inner' | 'passed',
      number
    >
  >;

  constructor(store: Store, attention: Attention, weights: LayerLayout, gradients: LayerLayout) {
    const { width, inner } = store.shape;
    this.#store = store;
    this.#shape = store.shape;
    this.#attention = attention;
    this.#weights = weights;
    this.#gradients = gradients;
    const take = (count: number): number => store.take(SEQUENCE * count);
    this.#trace = {
      normed: take(width),
      raw: take(3 * width),
      mixed: take(3 * width),
      blended: take(width),
      shares: store.take(attention.shareCount),
      seen: take(width),
      innerNormed: take(width),
      inner: take(inner),
      passed: take(inner),
    };
  }

  /** @param x what the layer reads @param to where it writes as much */
  forward(x: number, to: number): void {
    const store = this.#store;
    const { width, inner } = this.#shape;
    const [wide, wider, widest] = [4 * width, 3 * 4 * width, 4 * inner];
    const weights = this.#weights;
    const { normed, raw, mixed, blended, shares, seen, innerNormed, inner: units, passed } = this.#trace;
    const project = { at: weights.project, stride: wider };
    this.#norm(x, weights.inputGain, normed);
    store.multiply(SEQUENCE, 3 * width, width, { at: normed, stride: wide }, project, raw, wider);
    this.#mix(raw, mixed);
    this.#attention.forward({ mixed, distances: weights.distances, blended, shares });
    store.copy(x, seen, SEQUENCE * width);
    const gather = { at: weights.gather, stride: wide };
    store.addProduct(SEQUENCE, width, width, { at: blended, stride: wide }, gather, seen, wide);
    this.#norm(seen, weights.innerGain, innerNormed);
    const widen = { at: weights.widen, stride: widest };
    store.multiply(SEQUENCE, inner, width, { at: innerNormed, stride: wide }, widen, units, widest);
    for (let row = 0; row < SEQUENCE * widest; row += widest)
      store.kernels.square(units + row, weights.widenBias, passed + row, inner);
    store.copy(seen, to, SEQUENCE * width);
    const narrow = { at: weights.narrow, stride: wide };
    store.addProduct(SEQUENCE, width, inner, { at: passed, stride: widest }, narrow, to, wide);
  }

  /** Adds the gradients of its weights. @param x what it has read @param d of which `x` is what it gave, and becomes what it read */
  backward(x: number, d: Blames): void {
    this.#innerBack(d);
    const store = this.#store;
    const { width } = this.#shape;
    const [wide, wider] = [4 * width, 3 * 4 * width];
    const [weights, gradients] = [this.#weights, this.#gradients];
    const { normed, raw, mixed, blended, shares } = this.#trace;
    const gave = { at: d.x, stride: wide };
    const gather = { at: weights.gather, stride: wide, turned: true };
    store.multiply(SEQUENCE, width, width, gave, gather, d.blended, wide);
    const said = { at: blended, stride: wide, turned: true };
    store.addProduct(width, width, SEQUENCE, said, gave, gradients.gather, wide);
    this.#attention.backward(
      { mixed, distances: weights.distances, blended, shares },
      { mixed: d.mixed, distances: gradients.distances, blended: d.blended },
    );
    this.#mixBack(raw, d);
    const projected = { at: d.raw, stride: wider };
    const project = { at: weights.project, stride: wider, turned: true };
    store.multiply(SEQUENCE, width, 3 * width, projected, project, d.normed, wide);
    const read = { at: normed, stride: wide, turned: true };
    store.addProduct(width, 3 * width, SEQUENCE, read, projected, gradients.project, wider);
    this.#normBack(x, weights.inputGain, d, gradients.inputGain);
  }

  #innerBack(d: Blames): void {
    const store = this.#store;
    const { width, inner } = this.#shape;
    const [wide, widest] = [4 * width, 4 * inner];
    const [weights, gradients] = [this.#weights, this.#gradients];
    const { seen, innerNormed, inner: units, passed } = this.#trace;
    const gave = { at: d.x, stride: wide };
    const narrow = { at: weights.narrow, stride: wide, turned: true };
    store.multiply(SEQUENCE, inner, width, gave, narrow, d.inner, widest);
    const squares = { at: passed, stride: widest, turned: true };
    store.addProduct(inner, width, SEQUENCE, squares, gave, gradients.narrow, wide);
    for (let row = 0; row < SEQUENCE * widest; row += widest)
      store.kernels.squareBack(units + row, d.inner + row, gradients.widenBias, inner);
    const widened = { at: d.inner, stride: widest };
    const widen = { at: weights.widen, stride: widest, turned: true };
    store.multiply(SEQUENCE, width, inner, widened, widen, d.normed, wide);
    const read = { at: innerNormed, stride: wide, turned: true };
    store.addProduct(width, inner, SEQUENCE, read, widened, gradients.widen, widest);
    this.#normBack(seen, weights.innerGain, d, gradients.innerGain);
  }

  #norm(x: number, gain: number, to: number): void {
    const { width } = this.#shape;
    for (let row = 0; row < SEQUENCE * 4 * width; row += 4 * width)
      this.#store.kernels.norm(x + row, gain, to + row, width);
  }

  #normBack(x: number, gain: number, d: Blames, gainGradients: number): void {
    const { width } = this.#shape;
    for (let row = 0; row < SEQUENCE * 4 * width; row += 4 * width)
      this.#store.kernels.normBack(x + row, gain, d.normed + row, d.x + row, gainGradients, width);
  }

  #mix(raw: number, mixed: number): void {
    const count = 3 * this.#shape.width;
    const row = 4 * count;
    this.#store.fill(mixed, SEQUENCE * count, 0);
    for (let token = 0; token < SEQUENCE; token++)
      for (let back = 0; back < MIXED && back <= token; back++)
        this.#store.kernels.addProducts(
          mixed + token * row,
          raw + (token - back) * row,
          this.#weights.mix + back * row,
          count,
        );
  }

  #mixBack(raw: number, d: Blames): void {
    const count = 3 * this.#shape.width;
    const row = 4 * count;
    const { kernels } = this.#store;
    this.#store.fill(d.raw, SEQUENCE * count, 0);
    for (let token = 0; token < SEQUENCE; token++)
      for (let back = 0; back < MIXED && back <= token; back++) {
        const [own, earlier] = [d.mixed + token * row, (token - back) * row];
        kernels.addProducts(d.raw + earlier, own, this.#weights.mix + back * row, count);
        kernels.addProducts(this.#gradients.mix + back * row, own, raw + earlier, count);
      }
  }
}
