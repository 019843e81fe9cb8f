import type { Shape } from '../weights.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type Block, Orthogonal } from './orthogonal.ts';
import type { Store } from './store.ts';

/**
 * Changes weights against their gradients: the matrices of layers by Muon (Jordan et
 * al. 2024, https://kellerjordan.github.io/posts/muon/), with steps as long as Adam's
 * (Liu et al. 2025, https://arxiv.org/abs/2502.16982), all other weights by AdamW.
 * Numbers are those of optimizer.h. Weights may be pulled to where they began (L2-SP,
 * Li et al. 2018, https://arxiv.org/abs/1802.01483). Gradients are the transformer's.
 */

/** The share of a matrix, the embedding too, that a step at rate 1 takes off. */
const DECAY = 0.05;
/** Longer gradients are cut to this length. */
const MOST_NORM = 1;
const FIRST_BETA = 0.9;
const SECOND_BETA = 0.98;
const MOMENTUM = 0.95;
/** A step of Adam, in the mean of its weights, as a share of the rate. */
const ADAM_STEP = 0.2;

/** Numbers of a list that AdamW changes. */
interface Range {
  readonly at: number;
  readonly count: number;
  readonly decays: boolean;
}

export class Optimizer {
  readonly #store: Store;
  readonly #size: number;
  readonly #ranges: readonly Range[];
  readonly #blocks: readonly Block[];
  readonly #orthogonal: Orthogonal;
  /** Addresses of lists. */
  readonly #weights: number;
  readonly #gradients: number;
  readonly #first: number;
  readonly #second: number;
  /** The weights before the first step. */
  readonly #known: number;
  #steps = 0;

  /** Takes what it needs of a store that is not laid out yet. @param weights the address of them @param gradients likewise */
  constructor(store: Store, weights: number, gradients: number) {
    this.#store = store;
    this.#weights = weights;
    this.#gradients = gradients;
    const layout = layoutOf(store.shape);
    this.#size = layout.size;
    this.#ranges = rangesOf(layout, store.shape);
    this.#blocks = blocksOf(layout, store.shape);
    this.#orthogonal = new Orthogonal(store);
    this.#first = store.take(layout.size);
    this.#second = store.take(layout.size);
    this.#known = store.take(layout.size);
  }

  /**
   * Changes all weights once. The gradients are another's afterwards.
   * @param pull what share of the way back to where they began weights go at rate 1
   */
  step(rate: number, pull: number): void {
    const store = this.#store;
    if (this.#steps === 0) store.copy(this.#weights, this.#known, this.#size);
    this.#steps++;
    const gradients = store.view(this.#gradients, this.#size);
    let squares = 0;
    for (let at = 0; at < gradients.length; at++) squares += gradients[at]! * gradients[at]!;
    const cut = Math.min(1, MOST_NORM / (Math.sqrt(squares) + 1e-9));
    for (const range of this.#ranges) this.#adam(range, cut, rate);
    for (const block of this.#blocks) this.#muon(block, cut, rate);
    store.kernels.blend(this.#weights, this.#known, 1 - rate * pull, rate * pull, this.#size);
  }

  #adam({ at, count, decays }: Range, cut: number, rate: number): void {
    this.#store.kernels.adam(
      this.#weights + 4 * at,
      this.#gradients + 4 * at,
      this.#first + 4 * at,
      this.#second + 4 * at,
      cut,
      FIRST_BETA,
      SECOND_BETA,
      rate / (1 - FIRST_BETA ** this.#steps),
      1 / (1 - SECOND_BETA ** this.#steps),
      decays ? 1 - rate * DECAY : 1,
      count,
    );
  }

  #muon(block: Block, cut: number, rate: number): void {
    const { at, rows, columns, stride } = block;
    const { kernels } = this.#store;
    for (let row = 0; row < rows; row++) {
      const from = 4 * (at + row * stride);
      kernels.blend(this.#first + from, this.#gradients + from, MOMENTUM, cut, columns);
      kernels.blend(this.#gradients + from, this.#first + from, cut, MOMENTUM, columns);
    }
    this.#orthogonal.read(block, this.#store.view(this.#gradients, this.#size));
    const length = rate * ADAM_STEP * Math.sqrt(Math.max(rows, columns));
    this.#orthogonal.takeOff(block, length, 1 - rate * DECAY, this.#store.view(this.#weights, this.#size));
  }
}

/** Queries, keys and values are blocks of their own. */
function blocksOf({ layers }: Layout, { width, inner }: Shape): readonly Block[] {
  return layers.flatMap(({ project, gather, widen, narrow }) => [
    ...[0, 1, 2].map((part) => ({
      at: project / 4 + part * width,
      rows: width,
      columns: width,
      stride: 3 * width,
    })),
    { at: gather / 4, rows: width, columns: width, stride: width },
    { at: widen / 4, rows: width, columns: inner, stride: inner },
    { at: narrow / 4, rows: inner, columns: width, stride: width },
  ]);
}

/** What is between the matrices of layers. */
function rangesOf(layout: Layout, { width, inner, classes }: Shape): readonly Range[] {
  const range = (from: number, to: number, decays = false): Range => ({
    at: from / 4,
    count: (to - from) / 4,
    decays,
  });
  return [
    range(layout.embedding, layout.embedding + 4 * classes * width, true),
    range(layout.outputBias, layout.layers[0]?.inputGain ?? 4 * layout.size),
    ...layout.layers.flatMap(({ inputGain, project, mix, gather, innerGain, widen, widenBias }) => [
      range(inputGain, project),
      range(mix, gather),
      range(innerGain, widen),
      range(widenBias, widenBias + 4 * inner),
    ]),
  ];
}
