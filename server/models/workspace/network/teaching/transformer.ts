import { Attention } from './attention.ts';
import { type Blames, Layer, takeBlames } from './layer.ts';
import { type Layout, layoutOf } from './layout.ts';
import { Output } from './output.ts';
import { SEQUENCE, type Store } from './store.ts';

/**
 * The network as its teacher sees it: what it makes of a sequence, and how far each
 * weight was to blame. What it is is written down in network.ts; here it is
 * calculated for all tokens at once, in unrounded numbers. Changing weights is the optimizer's.
 */

export class Transformer {
  readonly #store: Store;
  /** Addresses of the weights, and of their gradients. */
  readonly weights: number;
  readonly gradients: number;
  /** Numbers in each of the two lists. */
  readonly size: number;
  readonly #at: Layout;
  readonly #d: Layout;
  readonly #layers: readonly Layer[];
  readonly #output: Output;
  readonly #embedded: number;
  /** What each layer reads, and what the last one gives. */
  readonly #streams: readonly number[];
  readonly #told: number;
  readonly #blames: Blames;

  /** Takes what it needs of a store that is not laid out yet. */
  constructor(store: Store) {
    this.#store = store;
    const layout = layoutOf(store.shape);
    const list = { weights: store.take(layout.size), gradients: store.take(layout.size) };
    this.size = layout.size;
    this.weights = list.weights;
    this.gradients = list.gradients;
    this.#at = moved(layout, list.weights);
    this.#d = moved(layout, list.gradients);
    const attention = new Attention(store);
    this.#layers = this.#at.layers.map(
      (weights, layer) => new Layer(store, attention, weights, this.#d.layers[layer]!),
    );
    this.#output = new Output(store, this.#at, this.#d);
    const { width } = store.shape;
    const take = (): number => store.take(SEQUENCE * width);
    this.#embedded = take();
    this.#streams = [take(), ...this.#layers.map(take)];
    this.#told = take();
    this.#blames = takeBlames(store);
  }

  /**
   * Writes the gradients of the mean loss of all tokens but the first of each sequence.
   * @param sequences of `SEQUENCE` + 1 classes @returns the loss in nats a token, among the classes that are scored
   */
  read(sequences: readonly Uint16Array[]): number {
    const count = sequences.length * SEQUENCE;
    this.#store.fill(this.gradients, this.size, 0);
    this.#output.begin(sequences);
    let nats = 0;
    for (const sequence of sequences) nats += this.#add(sequence, 1 / count);
    this.#output.end();
    return nats / count;
  }

  /** Adds the gradients of the loss of a sequence, times `scale`. @returns the loss of all its tokens in nats */
  #add(sequence: Uint16Array, scale: number): number {
    const store = this.#store;
    const { width } = store.shape;
    const row = 4 * width;
    const [at, d] = [this.#at, this.#d];
    for (let token = 0; token < SEQUENCE; token++)
      store.copy(at.embedding + sequence[token]! * row, this.#embedded + token * row, width);
    this.#norm(this.#embedded, at.firstGain, this.#streams[0]!);
    for (const [index, layer] of this.#layers.entries())
      layer.forward(this.#streams[index]!, this.#streams[index + 1]!);
    const last = this.#streams.at(-1)!;
    this.#norm(last, at.lastGain, this.#told);
    const nats = this.#output.read(this.#told, sequence.subarray(1), this.#blames.normed, scale);
    this.#normBack(last, at.lastGain, this.#blames.normed, this.#blames.x, d.lastGain);
    for (const [index, layer] of [...this.#layers.entries()].toReversed())
      layer.backward(this.#streams[index]!, this.#blames);
    this.#normBack(this.#embedded, at.firstGain, this.#blames.x, this.#blames.normed, d.firstGain);
    for (let token = 0; token < SEQUENCE; token++) {
      const blame = this.#blames.normed + token * row;
      store.kernels.blend(d.embedding + sequence[token]! * row, blame, 1, 1, width);
    }
    return nats;
  }

  #norm(x: number, gain: number, to: number): void {
    const { width } = this.#store.shape;
    for (let row = 0; row < SEQUENCE * 4 * width; row += 4 * width)
      this.#store.kernels.norm(x + row, gain, to + row, width);
  }

  /** Writes the gradients of `x` to `to`. */
  #normBack(x: number, gain: number, d: number, to: number, gainGradients: number): void {
    const { width } = this.#store.shape;
    this.#store.fill(to, SEQUENCE * width, 0);
    for (let row = 0; row < SEQUENCE * 4 * width; row += 4 * width)
      this.#store.kernels.normBack(x + row, gain, d + row, to + row, gainGradients, width);
  }
}

/** Addresses of the parts of a list that lies at an address. */
function moved({ layers, size, ...parts }: Layout, to: number): Layout {
  const move = <Parts extends Readonly<Record<string, number>>>(parts: Parts): Parts =>
    Object.fromEntries(Object.entries(parts).map(([name, at]) => [name, at + to])) as Parts;
  return { ...move(parts), layers: layers.map((layer) => move({ ...layer })), size };
}
