import { CODE_OFFSET, integersSize, type Kernels, type Memory, newMemory, startKernels } from './kernels.ts';
import { States } from './states.ts';
import { HEAD, type LayerWeights, type Matrix, MIXED, type NetworkWeights } from './weights.ts';

/**
 * A small causal transformer, taught public code beforehand: reads tokens one by
 * one and tells which class comes next. Multiplying is the kernels', what the
 * classes stand for and which tokens are read the outlook's.
 *
 * A layer attends to the last tokens in a window, with a learnt bias for each
 * distance. Queries, keys and values are first mixed with those of the three
 * tokens before, and inner units pass on the square of what is above 0 (So et
 * al., Primer, 2021, https://arxiv.org/abs/2109.08668).
 */

/** Keeps a root mean square off 0. */
const EPSILON = 1e-5;
/** Less than any score; its exponential is 0. */
const NO_SCORE = -1e30;
/** States kept: two windows, and as many beside the way. */
const SLOTS = 768;
/** What is told is kept for so many states: those of a key come back at the next. */
const TOLD = 16;
const NOTHING = -1;
/** The least share of a word that is worth a proposal. */
export const FAVOURITE = 0.01;

/** What the classes weigh after a state, to be divided by their sum. */
export interface Telling {
  readonly weights: Float32Array;
  readonly sum: number;
  /** What those weigh together that are one word's. */
  readonly own: number;
  /** Classes of one word that have at least `FAVOURITE` of what all such weigh. */
  readonly favourites: readonly number[];
}

/** A matrix in memory: addresses in bytes. */
interface Placed {
  readonly codes: number;
  readonly scales: number;
  readonly rows: number;
  readonly columns: number;
}

interface PlacedLayer {
  readonly weights: LayerWeights;
  readonly project: Placed;
  readonly distances: number;
  readonly gather: Placed;
  readonly widen: Placed;
  readonly narrow: Placed;
}

export class Network {
  readonly words: readonly string[];
  readonly #weights: NetworkWeights;
  readonly #width: number;
  readonly #window: number;
  readonly #heads: number;
  readonly #states: States;
  /** Numbers of a state: by layer keys, values, and what they and the query are mixed of; then what is told from. */
  readonly #stride: number;
  readonly #way: Int32Array;
  readonly #kernels: Kernels;
  readonly #numbers: Float32Array;
  readonly #addresses: Int32Array;
  readonly #embedding: Placed;
  readonly #layers: readonly PlacedLayer[];
  /** Addresses of what is worked on, in bytes. */
  readonly #at: Readonly<
    Record<'slots' | 'list' | 'integers' | 'x' | 'normed' | 'wide' | 'query' | 'scores' | 'told', number>
  >;
  readonly #toldOf = new Int32Array(TOLD).fill(NOTHING);
  readonly #tellings: readonly { -readonly [Name in keyof Telling]: Telling[Name] }[];
  #nextTold = 0;
  #reader: object | undefined;

  constructor(weights: NetworkWeights) {
    this.#weights = weights;
    this.words = weights.words;
    const width = (this.#width = weights.firstGain.length);
    const classes = weights.outputBias.length;
    const inner = Math.max(3 * width, ...weights.layers.map(({ widenBias }) => widenBias.length));
    this.#heads = width / HEAD;
    this.#window = (weights.layers[0]?.distances.length ?? 0) / this.#heads;
    this.#states = new States(SLOTS, classes);
    this.#stride = weights.layers.length * 5 * width + width;
    this.#way = new Int32Array(this.#window - 1);
    const memory = newMemory();
    this.#embedding = place(memory, weights.embedding);
    this.#layers = weights.layers.map((layer) => placeLayer(memory, layer));
    this.#at = {
      slots: memory.take(4 * this.#stride * SLOTS),
      list: memory.take(4 * (this.#window + 4)),
      integers: memory.take(integersSize(inner)),
      x: memory.take(4 * width),
      normed: memory.take(4 * width),
      wide: memory.take(4 * inner),
      query: memory.take(4 * width),
      scores: memory.take(4 * this.#window),
      told: memory.take(4 * classes * TOLD),
    };
    const buffer = memory.lay();
    this.#kernels = startKernels(memory);
    this.#numbers = new Float32Array(buffer);
    this.#addresses = new Int32Array(buffer);
    this.#tellings = Array.from({ length: TOLD }, (_, at) => ({
      weights: new Float32Array(buffer, this.#at.told + 4 * classes * at, classes),
      sum: 0,
      own: 0,
      favourites: [],
    }));
  }

  /** Whoever reads now. @returns whether nobody else has read since it did: then its last states are kept */
  isStillRead(reader: object): boolean {
    const isStill = this.#reader === reader;
    this.#reader = reader;
    return isStill;
  }

  /** The state after a token of class `token` in state `before`, `START` at first. */
  read(before: number, token: number): number {
    const known = this.#states.find(before, token);
    if (known !== undefined) return known;
    const heard = this.#states.trace(before, this.#way);
    const state = this.#states.take(before, token);
    const told = this.#toldOf.indexOf(state);
    if (told >= 0) this.#toldOf[told] = NOTHING;
    this.#compute(state, token, heard);
    return state;
  }

  /** What comes next. Good until this was asked of sixteen other states. */
  tell(state: number): Telling {
    const known = this.#toldOf.indexOf(state);
    if (known >= 0) return this.#tellings[known]!;
    const place = this.#nextTold;
    this.#nextTold = (place + 1) % TOLD;
    this.#toldOf[place] = state;
    const telling = this.#tellings[place]!;
    const { weights } = telling;
    const end = this.#addressOf(state) + 4 * this.#layers.length * 5 * this.#width;
    this.#multiply(this.#embedding, end, weights.byteOffset);
    const bias = this.#weights.outputBias;
    for (let each = 0; each < weights.length; each++) weights[each]! += bias[each]!;
    telling.sum = this.#kernels.exponentiate(weights.byteOffset, weights.length);
    telling.own = 0;
    for (let each = 0; each < this.words.length; each++) telling.own += weights[each]!;
    telling.favourites = favouritesOf(weights, this.words.length, FAVOURITE * telling.own);
    return telling;
  }

  #addressOf(state: number): number {
    return this.#at.slots + 4 * this.#stride * state;
  }

  /** @param heard states before it, nearest first in `#way` */
  #compute(state: number, token: number, heard: number): void {
    const width = this.#width;
    const { embedding, firstGain, lastGain } = this.#weights;
    const numbers = this.#numbers;
    const x = this.#at.x >> 2;
    const scale = embedding.scales[token]!;
    for (let at = 0; at < width; at++) numbers[x + at] = scale * embedding.codes[token * width + at]!;
    this.#norm(x, firstGain, x);
    // Keys are listed from the farthest to the nearest, the state itself last.
    const list = this.#at.list >> 2;
    for (let at = 0; at < heard; at++)
      this.#addresses[list + at] = this.#addressOf(this.#way[heard - 1 - at]!);
    // The kernels take four at a time: what is too many is this one, and is not heard.
    this.#addresses.fill(this.#addressOf(state), list + heard, list + heard + 4);
    const base = this.#addressOf(state) >> 2;
    for (const [index, layer] of this.#layers.entries()) {
      const part = index * 5 * width;
      this.#look(layer, base + part, part, heard);
      this.#attend(layer, part, heard + 1);
      this.#think(layer);
    }
    this.#norm(x, lastGain, base + this.#layers.length * 5 * width);
  }

  /** Writes the query, and the key and value of the state. @param here where the layer's part of the state is @param part where it is in any state */
  #look(
    { weights: { inputGain, mix }, project }: PlacedLayer,
    here: number,
    part: number,
    heard: number,
  ): void {
    const numbers = this.#numbers;
    const width = this.#width;
    const [wide, query] = [this.#at.wide >> 2, this.#at.query >> 2];
    this.#norm(this.#at.x >> 2, inputGain, this.#at.normed >> 2);
    const own = here + 2 * width;
    this.#multiply(project, this.#at.normed, 4 * own);
    for (let at = 0; at < 3 * width; at++) numbers[wide + at] = mix[at]! * numbers[own + at]!;
    for (let back = 1; back < MIXED && back <= heard; back++) {
      const earlier = (this.#addressOf(this.#way[back - 1]!) >> 2) + part + 2 * width;
      const row = back * 3 * width;
      for (let at = 0; at < 3 * width; at++) numbers[wide + at]! += mix[row + at]! * numbers[earlier + at]!;
    }
    numbers.copyWithin(query, wide, wide + width);
    numbers.copyWithin(here, wide + width, wide + 3 * width);
  }

  /** Adds to x what the states in the window say. @param heard states, this one among them */
  #attend({ distances, gather }: PlacedLayer, part: number, heard: number): void {
    const { list, query, scores, wide, normed } = this.#at;
    const numbers = this.#numbers;
    const padded = (heard + 3) & ~3;
    for (let head = 0; head < this.#heads; head++) {
      const key = 4 * (part + head * HEAD);
      const nearest = distances + 4 * (head * this.#window + this.#window - heard);
      this.#kernels.attend(query + 4 * head * HEAD, list, key, nearest, scores, padded);
      numbers.fill(NO_SCORE, (scores >> 2) + heard, (scores >> 2) + padded);
      const sum = this.#kernels.exponentiate(scores, padded);
      this.#kernels.blend(scores, list, key + 4 * this.#width, wide + 4 * head * HEAD, heard, 1 / sum);
    }
    this.#multiply(gather, wide, normed);
    this.#add(normed);
  }

  /** Adds to x what the inner units make of it. */
  #think({ weights: { innerGain, widenBias }, widen, narrow }: PlacedLayer): void {
    const { x, normed, wide } = this.#at;
    const numbers = this.#numbers;
    this.#norm(x >> 2, innerGain, normed >> 2);
    this.#multiply(widen, normed, wide);
    const first = wide >> 2;
    for (let unit = 0; unit < widenBias.length; unit++) {
      const sum = numbers[first + unit]! + widenBias[unit]!;
      numbers[first + unit] = sum > 0 ? sum * sum : 0;
    }
    this.#multiply(narrow, wide, normed);
    this.#add(normed);
  }

  #add(from: number): void {
    const numbers = this.#numbers;
    const [x, more] = [this.#at.x >> 2, from >> 2];
    for (let at = 0; at < this.#width; at++) numbers[x + at]! += numbers[more + at]!;
  }

  /** @param from address in bytes @param to likewise */
  #multiply({ codes, scales, rows, columns }: Placed, from: number, to: number): void {
    const scale = this.#kernels.quantize(from, this.#at.integers, columns);
    this.#kernels.multiply(codes, scales, this.#at.integers, scale, to, rows, columns);
  }

  #norm(from: number, gain: Float32Array, to: number): void {
    const numbers = this.#numbers;
    let squares = 0;
    for (let at = 0; at < this.#width; at++) squares += numbers[from + at]! * numbers[from + at]!;
    const scale = 1 / Math.sqrt(squares / this.#width + EPSILON);
    for (let at = 0; at < this.#width; at++) numbers[to + at] = scale * gain[at]! * numbers[from + at]!;
  }
}

function favouritesOf(weights: Float32Array, words: number, least: number): readonly number[] {
  const favourites: number[] = [];
  for (let each = 0; each < words; each++) if (weights[each]! >= least) favourites.push(each);
  return favourites;
}

function place(memory: Memory, { rows, columns, codes, scales }: Matrix): Placed {
  // Three million: `map` would take ten times as long.
  const laid = new Int8Array(codes.length);
  for (let at = 0; at < codes.length; at++) laid[at] = codes[at]! + CODE_OFFSET;
  return { codes: memory.put(laid), scales: memory.put(scales), rows, columns };
}

function placeLayer(memory: Memory, weights: LayerWeights): PlacedLayer {
  return {
    weights,
    project: place(memory, weights.project),
    distances: memory.put(weights.distances),
    gather: place(memory, weights.gather),
    widen: place(memory, weights.widen),
    narrow: place(memory, weights.narrow),
  };
}
