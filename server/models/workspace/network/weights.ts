/**
 * What the network was taught, as plain numbers, and how they are written in a
 * file: a line of JSON with the shape and the words, then 32-bit numbers, then
 * 8-bit codes. Calculating with them is the network's.
 */

/** A matrix of 8-bit codes, row after row; a code times its row's scale is a weight. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

export interface LayerWeights {
  readonly inputGain: Float32Array;
  /** To queries, keys and values, one after the other. */
  readonly project: Matrix;
  /** What the token's own counts in queries, keys and values, then what that of the one before does, and so on. */
  readonly mix: Float32Array;
  /** By head, of the farthest token in the window first. */
  readonly distances: Float32Array;
  readonly gather: Matrix;
  readonly innerGain: Float32Array;
  readonly widen: Matrix;
  readonly widenBias: Float32Array;
  readonly narrow: Matrix;
}

export interface NetworkWeights {
  /** Spellings with a class of their own, a multiple of 4; the others share classes. */
  readonly words: readonly string[];
  readonly embedding: Matrix;
  readonly outputBias: Float32Array;
  readonly firstGain: Float32Array;
  readonly lastGain: Float32Array;
  readonly layers: readonly LayerWeights[];
}

export interface Shape {
  /** Numbers of a state. */
  readonly width: number;
  /** Units between `widen` and `narrow`. */
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  /** Tokens attended to. */
  readonly window: number;
  readonly classes: number;
}

export const MIXED = 4;
/** Numbers of a head; the kernels are written for so many. */
export const HEAD = 32;
const LINE_FEED = 10;

interface Header extends Shape {
  readonly words: readonly string[];
}

/** @throws Error where the file is not whole */
export function parseWeights(file: Uint8Array): NetworkWeights {
  const end = file.indexOf(LINE_FEED);
  const { words, ...shape } = JSON.parse(new TextDecoder().decode(file.subarray(0, end))) as Header;
  const { floats, codes } = sizesOf(shape);
  if (file.length !== end + 1 + 4 * floats + codes)
    throw new Error('the weights of the network are not whole: install Sureline again.');
  // A copy, which begins where numbers may.
  const body = new Uint8Array(file.subarray(end + 1));
  const numbers = new Float32Array(body.buffer, 0, floats);
  const bytes = new Int8Array(body.buffer, 4 * floats);
  let [number, byte] = [0, 0];
  return assemble(
    shape,
    words,
    (count) => numbers.subarray(number, (number += count)),
    (count) => bytes.subarray(byte, (byte += count)),
  );
}

/** The shape of such weights. */
export function shapeOf({ embedding, layers }: NetworkWeights): Shape {
  const width = embedding.columns;
  const [first] = layers;
  const heads = width / HEAD;
  return {
    width,
    inner: first?.widen.rows ?? 0,
    layers: layers.length,
    heads,
    window: (first?.distances.length ?? 0) / heads,
    classes: embedding.rows,
  };
}

export function writeWeights(shape: Shape, weights: NetworkWeights): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`${JSON.stringify({ ...shape, words: weights.words })}\n`);
  const { floats, codes } = sizesOf(shape);
  const file = new Uint8Array(header.length + 4 * floats + codes);
  file.set(header);
  let number = header.length;
  let byte = header.length + 4 * floats;
  const next = (parts: readonly (Float32Array | Int8Array)[]): void => {
    for (const part of parts) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      file.set(bytes, part instanceof Int8Array ? byte : number);
      if (part instanceof Int8Array) byte += bytes.length;
      else number += bytes.length;
    }
  };
  const matrix = ({ scales, codes: own }: Matrix): readonly (Float32Array | Int8Array)[] => [scales, own];
  next([...matrix(weights.embedding), weights.outputBias, weights.firstGain, weights.lastGain]);
  for (const layer of weights.layers) {
    next([layer.inputGain, ...matrix(layer.project), layer.mix, layer.distances, ...matrix(layer.gather)]);
    next([layer.innerGain, ...matrix(layer.widen), layer.widenBias, ...matrix(layer.narrow)]);
  }
  return file;
}

/** Takes the numbers of each part in the order in which they are written. */
export function assemble(
  { width, inner, layers, heads, window, classes }: Shape,
  words: readonly string[],
  floats: (count: number) => Float32Array,
  codes: (count: number) => Int8Array,
): NetworkWeights {
  const matrix = (rows: number, columns: number): Matrix => ({
    rows,
    columns,
    scales: floats(rows),
    codes: codes(rows * columns),
  });
  return {
    words,
    embedding: matrix(classes, width),
    outputBias: floats(classes),
    firstGain: floats(width),
    lastGain: floats(width),
    layers: Array.from({ length: layers }, () => ({
      inputGain: floats(width),
      project: matrix(3 * width, width),
      mix: floats(MIXED * 3 * width),
      distances: floats(heads * window),
      gather: matrix(width, width),
      innerGain: floats(width),
      widen: matrix(inner, width),
      widenBias: floats(inner),
      narrow: matrix(width, inner),
    })),
  };
}

function sizesOf(shape: Shape): { readonly floats: number; readonly codes: number } {
  let [floats, codes] = [0, 0];
  const nothing = [new Float32Array(0), new Int8Array(0)] as const;
  assemble(
    shape,
    [],
    (count) => ((floats += count), nothing[0]),
    (count) => ((codes += count), nothing[1]),
  );
  return { floats, codes };
}
