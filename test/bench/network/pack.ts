import {
  assemble,
  MIXED,
  type NetworkWeights,
  type Shape,
} from '../../../server/models/workspace/network/weights.ts';

/** Rounds what the trainer writes to codes: 63 values are within 0.002 bits a token of none, and make small packages. */
const MOST_CODE = 31;
/** Scales tried for a row, as shares of the one at which nothing is cut off. */
const SCALES = Array.from({ length: 11 }, (_, step) => 0.5 + 0.05 * step);
/** Parts of the trainer's list begin at multiples of this. */
const ALIGNMENT = 16;

/** @param trained in the order of the trainer's `Layout`; its matrices lead from rows to columns, all but the embedding */
export function pack(trained: Float32Array, shape: Shape, words: readonly string[]): NetworkWeights {
  let at = 0;
  const take = (count: number): Float32Array => {
    const part = trained.subarray(at, at + count);
    at += Math.ceil(count / ALIGNMENT) * ALIGNMENT;
    return part;
  };
  const { width, inner, heads, window, classes } = shape;
  const packed = assemble(
    shape,
    words,
    (count) => new Float32Array(count),
    (count) => new Int8Array(count),
  );
  round(take(classes * width), packed.embedding, width, 1);
  packed.outputBias.set(take(classes));
  packed.firstGain.set(take(width));
  packed.lastGain.set(take(width));
  for (const layer of packed.layers) {
    layer.inputGain.set(take(width));
    round(take(width * 3 * width), layer.project, 1, 3 * width);
    layer.mix.set(take(MIXED * 3 * width));
    const distances = take(heads * window);
    for (let head = 0; head < heads; head++)
      layer.distances.set(distances.subarray(head * window, (head + 1) * window).toReversed(), head * window);
    round(take(width * width), layer.gather, 1, width);
    layer.innerGain.set(take(width));
    round(take(width * inner), layer.widen, 1, inner);
    layer.widenBias.set(take(inner));
    round(take(inner * width), layer.narrow, 1, width);
  }
  return packed;
}

type Rounded = NetworkWeights['embedding'];

/** Fills in codes and scales, each row with the scale that is least wrong. @param across where a row's numbers lie, @param along and its columns' */
function round(
  numbers: Float32Array,
  { rows, columns, codes, scales }: Rounded,
  across: number,
  along: number,
): void {
  const row = new Float32Array(columns);
  for (let each = 0; each < rows; each++) {
    for (let column = 0; column < columns; column++)
      row[column] = numbers[each * across + column * along] ?? 0;
    const most = row.reduce((largest, number) => Math.max(largest, Math.abs(number)), 1e-9);
    const tried = SCALES.map((share) => (share * most) / MOST_CODE);
    const errors = tried.map((scale) =>
      row.reduce((sum, number) => sum + (number - scale * code(number, scale)) ** 2, 0),
    );
    const scale = tried[errors.indexOf(Math.min(...errors))] ?? 0;
    scales[each] = scale;
    for (let column = 0; column < columns; column++)
      codes[each * columns + column] = code(row[column] ?? 0, scale);
  }
}

function code(number: number, scale: number): number {
  return Math.max(-MOST_CODE, Math.min(MOST_CODE, Math.round(number / scale)));
}
