import { pack, unpack } from '../pack.ts';
import { type Matrix, type NetworkWeights, type Shape, shapeOf } from '../weights.ts';
import { Optimizer } from './optimizer.ts';
import { SEQUENCE, Store } from './store.ts';
import { Transformer } from './transformer.ts';

/**
 * Teaches a network a little further, in this process: 120 MB of memory, and half a
 * millisecond a token on one core. Which texts it is taught and at what rate is the
 * caller's; the parts beside this one calculate.
 */

export { SEQUENCE } from './store.ts';

/** The kernels take so many classes at once; the last are filled up. */
const CLASSES_AT_ONCE = 16;
/** As a bias: leaves a share of 0. */
const UNHEARD = -1e30;

export class Teacher {
  readonly #given: NetworkWeights;
  readonly #shape: Shape;
  readonly #store: Store;
  readonly #transformer: Transformer;
  readonly #optimizer: Optimizer;

  /** @param weights what the network knows */
  constructor(weights: NetworkWeights) {
    this.#given = weights;
    const shape = shapeOf(weights);
    const classes = Math.ceil(shape.classes / CLASSES_AT_ONCE) * CLASSES_AT_ONCE;
    this.#shape = { ...shape, classes };
    this.#store = new Store(this.#shape);
    this.#transformer = new Transformer(this.#store);
    this.#optimizer = new Optimizer(this.#store, this.#transformer.weights, this.#transformer.gradients);
    this.#store.lay();
    const list = unpack(filledUp(weights, classes), this.#shape);
    this.#store.view(this.#transformer.weights, list.length).set(list);
  }

  /**
   * Reads the sequences, and changes the weights once.
   * @param sequences at least one, of `SEQUENCE` + 1 classes each
   * @param rate of AdamW, and of Muon scaled to it; some 0.002
   * @returns the mean loss in nats a token, before the change
   * @throws RangeError where a sequence has another length or a class that there is not
   */
  step(sequences: readonly Uint16Array[], rate: number): number {
    for (const sequence of sequences) this.#check(sequence);
    const count = sequences.length * SEQUENCE;
    this.#store.fill(this.#transformer.gradients, this.#size, 0);
    let nats = 0;
    for (const sequence of sequences) nats += this.#transformer.read(sequence, 1 / count);
    this.#optimizer.step(rate);
    return nats / count;
  }

  /** What it knows now, rounded to codes as `pack` does. */
  get weights(): NetworkWeights {
    const list = this.#store.view(this.#transformer.weights, this.#size);
    const { embedding, outputBias, ...others } = pack(list, this.#shape, this.#given.words);
    const { rows } = this.#given.embedding;
    return { ...others, embedding: cutTo(embedding, rows), outputBias: outputBias.slice(0, rows) };
  }

  get #size(): number {
    return (this.#transformer.gradients - this.#transformer.weights) / 4;
  }

  #check(sequence: Uint16Array): void {
    if (sequence.length !== SEQUENCE + 1)
      throw new RangeError(`a sequence has ${SEQUENCE + 1} tokens, not ${sequence.length}.`);
    const { rows } = this.#given.embedding;
    const unknown = sequence.find((each) => each >= rows);
    if (unknown !== undefined) throw new RangeError(`there is no class ${unknown}, only ${rows} of them.`);
  }
}

/** The same with classes that never come. */
function filledUp(weights: NetworkWeights, classes: number): NetworkWeights {
  const { columns, codes, scales } = weights.embedding;
  const embedding = {
    rows: classes,
    columns,
    codes: new Int8Array(classes * columns),
    scales: new Float32Array(classes),
  };
  embedding.codes.set(codes);
  embedding.scales.set(scales);
  const outputBias = new Float32Array(classes).fill(UNHEARD);
  outputBias.set(weights.outputBias);
  return { ...weights, embedding, outputBias };
}

function cutTo({ columns, codes, scales }: Matrix, rows: number): Matrix {
  return { rows, columns, codes: codes.slice(0, rows * columns), scales: scales.slice(0, rows) };
}
