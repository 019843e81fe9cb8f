import { integersSize, type Kernels, layCodes, type Memory, newMemory, startKernels } from './kernels.ts';
import { States } from './states.ts';
import {
  HEAD,
  type LayerWeights,
  type Matrix,
  MIXED,
  type NetworkWeights,
  type Shape,
  shapeOf,
} from './weights.ts';

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

/** Less than any score; its exponential is 0. */
const NO_SCORE = -1e30;
/** States kept: two windows, and as many beside the way. */
const SLOTS = 768;
/** What is told is kept for so many states: those of a key come back at the next. */
const TOLD = 16;
const NOTHING = -1;
/** Bytes of the keys of all states in one head, or of their values: such a piece lies in one place. */
const PIECE = 4 * HEAD * SLOTS;
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

/** The same of all parts of a layer. */
type PlacedLayer = {
  readonly [Part in keyof LayerWeights]: LayerWeights[Part] extends Matrix ? Placed : number;
};

export class Network {
  readonly words: readonly string[];
  /** What its input is read from; the kernels have a copy that they multiply by. */
  readonly #inputs: Matrix;
  readonly #width: number;
  readonly #window: number;
  readonly #heads: number;
  readonly #states: States;
  /** Numbers of a state. */
  readonly #stride: number;
  readonly #way: Int32Array;
  readonly #kernels: Kernels;
  readonly #numbers: Float32Array;
  readonly #addresses: Int32Array;
  readonly #embedding: Placed;
  readonly #outputBias: number;
  readonly #firstGain: number;
  readonly #lastGain: number;
  readonly #layers: readonly PlacedLayer[];
  /** Addresses of what is worked on, in bytes. */
  readonly #at: ReturnType<typeof takeRoom>;
  readonly #toldOf = new Int32Array(TOLD).fill(NOTHING);
  readonly #tellings: readonly { -readonly [Name in keyof Telling]: Telling[Name] }[];
  #nextTold = 0;
  #reader: object | undefined;

  constructor(weights: NetworkWeights) {
    this.#inputs = weights.embedding;
    this.words = weights.words;
    const shape = shapeOf(weights);
    const { width, window, heads, layers, classes } = shape;
    this.#width = width;
    this.#window = window;
    this.#heads = heads;
    this.#states = new States(SLOTS, classes);
    this.#stride = strideOf(layers, width);
    this.#way = new Int32Array(window - 1);
    const memory = newMemory();
    this.#embedding = place(memory, weights.embedding);
    this.#outputBias = memory.put(weights.outputBias);
    this.#firstGain = memory.put(weights.firstGain);
    this.#lastGain = memory.put(weights.lastGain);
    this.#layers = weights.layers.map((layer) => placeLayer(memory, layer));
    this.#at = takeRoom(memory, shape);
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
    this.#multiply(this.#embedding, this.#endOf(state), weights.byteOffset);
    const { byteOffset: at, length: classes } = weights;
    this.#kernels.add(at, this.#outputBias, classes);
    telling.sum = this.#kernels.exponentiate(at, classes);
    const words = this.words.length;
    telling.own = this.#kernels.sum(at, words);
    const count = this.#kernels.find(at, words, FAVOURITE * telling.own, this.#at.found);
    const found = this.#at.found >> 2;
    telling.favourites = Array.from(this.#addresses.subarray(found, found + count));
    return telling;
  }

  #addressOf(state: number): number {
    return this.#at.slots + 4 * this.#stride * state;
  }

  /** Where what is told from begins. */
  #endOf(state: number): number {
    return this.#addressOf(state) + 4 * this.#layers.length * 3 * this.#width;
  }

  /** @param heard states before it, nearest first in `#way` */
  #compute(state: number, token: number, heard: number): void {
    const width = this.#width;
    const { codes, scales } = this.#inputs;
    const x = this.#at.x >> 2;
    const scale = scales[token]!;
    for (let at = 0; at < width; at++) this.#numbers[x + at] = scale * codes[token * width + at]!;
    this.#kernels.normalize(this.#at.x, this.#firstGain, this.#at.x, width);
    this.#listBefore(state, heard);
    for (const [index, layer] of this.#layers.entries()) {
      this.#look(layer, index, state, heard);
      this.#attend(layer, index, heard + 1);
      this.#think(layer);
    }
    this.#kernels.normalize(this.#at.x, this.#lastGain, this.#endOf(state), width);
  }

  /** Writes the query, and the key and value of the state. */
  #look({ inputGain, project, mix }: PlacedLayer, layer: number, state: number, heard: number): void {
    const width = this.#width;
    const { x, normed, wide, recent } = this.#at;
    const part = layer * 4 * 3 * width;
    this.#kernels.normalize(x, inputGain, normed, width);
    this.#multiply(project, normed, this.#addressOf(state) + part);
    this.#kernels.mix(mix, recent, part, wide, 3 * width, Math.min(MIXED, heard + 1));
    for (let piece = 0; piece < 2 * this.#heads; piece++) {
      const from = (wide >> 2) + width + piece * HEAD;
      this.#numbers.copyWithin((this.#pieceAt(layer, piece) >> 2) + state * HEAD, from, from + HEAD);
    }
  }

  /** @param piece the keys of a head or, after those of all heads, its values */
  #pieceAt(layer: number, piece: number): number {
    return this.#at.pieces + (layer * 2 * this.#heads + piece) * PIECE;
  }

  /** Adds to x what the states in the window say. @param heard states, this one among them */
  #attend({ distances, gather }: PlacedLayer, layer: number, heard: number): void {
    const { list, scores, wide, blended, normed, x } = this.#at;
    const padded = (heard + 3) & ~3;
    for (let head = 0; head < this.#heads; head++) {
      const part = 4 * head * HEAD;
      const nearest = distances + 4 * (head * this.#window + this.#window - heard);
      this.#kernels.attend(wide + part, list, this.#pieceAt(layer, head), nearest, scores, padded);
      this.#numbers.fill(NO_SCORE, (scores >> 2) + heard, (scores >> 2) + padded);
      const sum = this.#kernels.exponentiate(scores, padded);
      const values = this.#pieceAt(layer, this.#heads + head);
      this.#kernels.blend(scores, list, values, blended + part, heard, 1 / sum);
    }
    this.#multiply(gather, blended, normed);
    this.#kernels.add(x, normed, this.#width);
  }

  /** Lists where the last states are that the state is mixed with, itself first; and where all in the window are among those of a head, itself last. */
  #listBefore(state: number, before: number): void {
    const addresses = this.#addresses;
    const [recent, list] = [this.#at.recent >> 2, this.#at.list >> 2];
    addresses[recent] = this.#addressOf(state);
    for (let back = 1; back < MIXED && back <= before; back++)
      addresses[recent + back] = this.#addressOf(this.#way[back - 1]!);
    for (let at = 0; at < before; at++) addresses[list + at] = 4 * HEAD * this.#way[before - 1 - at]!;
    // The kernels take four at a time: what is too many is this one, and is not heard.
    addresses.fill(4 * HEAD * state, list + before, list + before + 4);
  }

  /** Adds to x what the inner units make of it. */
  #think({ innerGain, widen, widenBias, narrow }: PlacedLayer): void {
    const { x, normed, wide } = this.#at;
    this.#kernels.normalize(x, innerGain, normed, this.#width);
    this.#multiply(widen, normed, wide);
    this.#kernels.pass(wide, widenBias, widen.rows);
    this.#multiply(narrow, wide, normed);
    this.#kernels.add(x, normed, this.#width);
  }

  /** @param from address in bytes @param to likewise */
  #multiply({ codes, scales, rows, columns }: Placed, from: number, to: number): void {
    const scale = this.#kernels.quantize(from, this.#at.integers, columns);
    this.#kernels.multiply(codes, scales, this.#at.integers, scale, to, rows, columns);
  }
}

/** Takes room for the states, and for what is worked on. */
function takeRoom(memory: Memory, { width, inner, layers, heads, window, classes }: Shape) {
  const widest = Math.max(3 * width, inner);
  return {
    slots: memory.take(4 * strideOf(layers, width) * SLOTS),
    pieces: memory.take(layers * 2 * heads * PIECE),
    list: memory.take(4 * (window + 4)),
    recent: memory.take(4 * MIXED),
    integers: memory.take(integersSize(widest)),
    x: memory.take(4 * width),
    normed: memory.take(4 * width),
    wide: memory.take(4 * widest),
    blended: memory.take(4 * width),
    scores: memory.take(4 * window),
    told: memory.take(4 * classes * TOLD),
    found: memory.take(4 * classes),
  };
}

/** Numbers of a state: by layer what its query, key and value are mixed of; then what is told from. */
function strideOf(layers: number, width: number): number {
  return layers * 3 * width + width;
}

function place(memory: Memory, { rows, columns, codes, scales }: Matrix): Placed {
  return { codes: memory.put(layCodes(codes, columns)), scales: memory.put(scales), rows, columns };
}

function placeLayer(memory: Memory, layer: LayerWeights): PlacedLayer {
  return {
    inputGain: memory.put(layer.inputGain),
    project: place(memory, layer.project),
    mix: memory.put(layer.mix),
    distances: memory.put(layer.distances),
    gather: place(memory, layer.gather),
    innerGain: memory.put(layer.innerGain),
    widen: place(memory, layer.widen),
    widenBias: memory.put(layer.widenBias),
    narrow: place(memory, layer.narrow),
  };
}
