import { pack, unpack } from '../pack.ts';
import { type NetworkWeights, shapeOf } from '../weights.ts';
import { Optimizer } from './optimizer.ts';
import { SEQUENCE, Store } from './store.ts';
import { Transformer } from './transformer.ts';

/**
 * Teaches a network a little further, in this process: 130 MB of memory, and 0.45
 * milliseconds a token on one core. Which texts it is taught and at what rate is the
 * caller's; the parts beside this one calculate.
 */

export { SEQUENCE } from './store.ts';

export class Teacher {
  readonly #given: NetworkWeights;
  readonly #store: Store;
  readonly #transformer: Transformer;
  readonly #optimizer: Optimizer;

  /** @param weights what the network knows */
  constructor(weights: NetworkWeights) {
    this.#given = weights;
    this.#store = new Store(shapeOf(weights));
    this.#transformer = new Transformer(this.#store);
    this.#optimizer = new Optimizer(this.#store, this.#transformer.weights, this.#transformer.gradients);
    this.#store.lay();
    const list = unpack(weights, this.#store.shape);
    this.#store.view(this.#transformer.weights, list.length).set(list);
  }

  /**
   * Reads the sequences, and changes the weights once.
   * @param sequences at least one, of `SEQUENCE` + 1 classes each
   * @param rate of AdamW, and of Muon scaled to it; some 0.002
   * @param pull what share of the way back to what it was given it goes at rate 1; some 5
   * @returns the mean loss in nats a token, before the change, among the classes that were scored
   * @throws RangeError where a sequence has another length or a class that there is not
   */
  step(sequences: readonly Uint16Array[], rate: number, pull = 0): number {
    for (const sequence of sequences) this.#check(sequence);
    const loss = this.#transformer.read(sequences);
    this.#optimizer.step(rate, pull);
    return loss;
  }

  /** What it knows now, rounded to codes as `pack` does. */
  get weights(): NetworkWeights {
    const list = this.#store.view(this.#transformer.weights, this.#transformer.size);
    return pack(list, this.#store.shape, this.#given.words);
  }

  #check(sequence: Uint16Array): void {
    if (sequence.length !== SEQUENCE + 1)
      throw new RangeError(`a sequence has ${SEQUENCE + 1} tokens, not ${sequence.length}.`);
    const { rows } = this.#given.embedding;
    const unknown = sequence.find((each) => each >= rows);
    if (unknown !== undefined) throw new RangeError(`there is no class ${unknown}, only ${rows} of them.`);
  }
}
