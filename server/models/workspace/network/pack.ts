import { assemble, type Matrix, type NetworkWeights, type Shape } from './weights.ts';

/**
 * Rounds trained weights, in one list, to the codes that the network calculates with,
 * and makes a list of those again. Training is the trainer's and the teacher's.
 */

/** 63 values are within 0.002 bits a token of none, and make small packages. */
const MOST_CODE = 31;
/** Scales tried for a row, as shares of the one at which nothing is cut off. */
const SCALES = Array.from({ length: 11 }, (_, step) => 0.5 + 0.05 * step);
/** Parts of the trainer's list begin at multiples of this. */
const ALIGNMENT = 16;

/** @param trained in the order of the trainer's `Layout`; its matrices lead from rows to columns, all but the embedding */
export function pack(trained: Float32Array, shape: Shape, words: readonly string[]): NetworkWeights {
  const packed = assemble(
    shape,
    words,
    (count) => new Float32Array(count),
    (count) => new Int8Array(count),
  );
  let at = 0;
  for (const part of partsOf(packed, shape)) {
    if ('matrix' in part) round(trained.subarray(at), part);
    else part.numbers.set(inTurn(trained.subarray(at, at + part.numbers.length), part.reversedBy));
    at += room(part);
  }
  return packed;
}

/** The same backwards, for a trainer that goes on; the rounding stays. */
export function unpack(weights: NetworkWeights, shape: Shape): Float32Array {
  const parts = [...partsOf(weights, shape)];
  const trained = new Float32Array(parts.reduce((sum, part) => sum + room(part), 0));
  let at = 0;
  for (const part of parts) {
    if ('matrix' in part) spread(part, trained.subarray(at));
    else trained.set(inTurn(part.numbers, part.reversedBy), at);
    at += room(part);
  }
  return trained;
}

/** A matrix, and where in the trainer's list a row's numbers lie and its columns'; or a list, of which pieces of some length are the other way round. */
type Part =
  | { readonly matrix: Matrix; readonly across: number; readonly along: number }
  | { readonly numbers: Float32Array; readonly reversedBy?: number };

/** In the order of the trainer. */
function* partsOf(weights: NetworkWeights, { width, inner, window }: Shape): Generator<Part> {
  yield { matrix: weights.embedding, across: width, along: 1 };
  yield { numbers: weights.outputBias };
  yield { numbers: weights.firstGain };
  yield { numbers: weights.lastGain };
  for (const layer of weights.layers) {
    yield { numbers: layer.inputGain };
    yield { matrix: layer.project, across: 1, along: 3 * width };
    yield { numbers: layer.mix };
    yield { numbers: layer.distances, reversedBy: window };
    yield { matrix: layer.gather, across: 1, along: width };
    yield { numbers: layer.innerGain };
    yield { matrix: layer.widen, across: 1, along: inner };
    yield { numbers: layer.widenBias };
    yield { matrix: layer.narrow, across: 1, along: width };
  }
}

/** Numbers that a part takes in the trainer's list. */
function room(part: Part): number {
  const count = 'matrix' in part ? part.matrix.codes.length : part.numbers.length;
  return Math.ceil(count / ALIGNMENT) * ALIGNMENT;
}

function inTurn(numbers: Float32Array, reversedBy?: number): Float32Array {
  if (reversedBy === undefined) return numbers;
  const turned = new Float32Array(numbers.length);
  for (let from = 0; from < numbers.length; from += reversedBy)
    turned.set(numbers.subarray(from, from + reversedBy).toReversed(), from);
  return turned;
}

type MatrixPart = Extract<Part, { readonly matrix: Matrix }>;

function spread(
  { matrix: { rows, columns, codes, scales }, across, along }: MatrixPart,
  to: Float32Array,
): void {
  for (let each = 0; each < rows; each++)
    for (let column = 0; column < columns; column++)
      to[each * across + column * along] = (scales[each] ?? 0) * (codes[each * columns + column] ?? 0);
}

/** Fills in codes and scales, each row with the scale that is least wrong. */
function round(
  numbers: Float32Array,
  { matrix: { rows, columns, codes, scales }, across, along }: MatrixPart,
): void {
  const row = new Float32Array(columns);
  for (let each = 0; each < rows; each++) {
    for (let column = 0; column < columns; column++) row[column] = numbers[each * across + column * along]!;
    const scale = scaleFor(row);
    scales[each] = scale;
    for (let column = 0; column < columns; column++)
      codes[each * columns + column] = code(row[column]!, scale);
  }
}

function scaleFor(row: Float32Array): number {
  let most = 1e-9;
  for (let at = 0; at < row.length; at++) most = Math.max(most, Math.abs(row[at]!));
  let [least, best] = [Infinity, 0];
  for (const share of SCALES) {
    const scale = (share * most) / MOST_CODE;
    const error = errorOf(row, scale, least);
    if (error < least) [least, best] = [error, scale];
  }
  return best;
}

/** The sum of squared errors, or a part of it that is already as large as `most`. */
function errorOf(row: Float32Array, scale: number, most: number): number {
  let sum = 0;
  for (let at = 0; at < row.length && sum < most; at++) {
    const number = row[at]!;
    const error = number - scale * code(number, scale);
    sum += error * error;
  }
  return sum;
}

function code(number: number, scale: number): number {
  // What Math.round says, faster.
  const rounded = Math.floor(number / scale + 0.5);
  return rounded > MOST_CODE ? MOST_CODE : rounded < -MOST_CODE ? -MOST_CODE : rounded;
}
