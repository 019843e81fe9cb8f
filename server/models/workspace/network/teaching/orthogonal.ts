import type { Store } from './store.ts';

/**
 * Makes all singular values of a matrix nearly 1, by steps of Newton and Schulz
 * (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/). What that is for is the optimizer's.
 */

/** What each step makes of a singular value x: these times x, its third and its fifth power. */
const [FIRST_POWER, THIRD_POWER, FIFTH_POWER] = [3.4445, -4.775, 2.0315];
const STEPS = 5;
/** Keeps a length off 0. */
const EPSILON = 1e-12;

/** Columns of a matrix in a list of numbers: places count numbers. */
export interface Block {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
  /** From row to row. */
  readonly stride: number;
}

/** A block with its shorter side as rows. */
interface Lying {
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
}

function lying({ rows, columns, stride }: Block): Lying {
  return rows <= columns
    ? { rows, columns, row: stride, column: 1 }
    : { rows: columns, columns: rows, row: 1, column: stride };
}

export class Orthogonal {
  readonly #store: Store;
  /** Addresses of the matrix, of what is added to it, and of its second and fourth power. */
  readonly #x: number;
  readonly #higher: number;
  readonly #second: number;
  readonly #fourth: number;

  constructor(store: Store) {
    this.#store = store;
    const { width, inner } = store.shape;
    const [short, long] = [Math.min(width, inner), Math.max(width, inner)];
    this.#x = store.take(width * long);
    this.#higher = store.take(width * long);
    this.#second = store.take(Math.max(width, short) ** 2);
    this.#fourth = store.take(Math.max(width, short) ** 2);
  }

  /** Takes a block of a list in. */
  read(block: Block, from: Float32Array): void {
    const { rows, columns, row, column } = lying(block);
    const x = this.#store.view(this.#x, rows * columns);
    let squares = 0;
    for (let i = 0, to = 0; i < rows; i++)
      for (let k = 0; k < columns; k++, to++) {
        const own = from[block.at + i * row + k * column]!;
        x[to] = own;
        squares += own * own;
      }
    const scale = 1 / (Math.sqrt(squares) + EPSILON);
    for (let at = 0; at < x.length; at++) x[at]! *= scale;
    for (let step = 0; step < STEPS; step++) this.#step(rows, columns);
  }

  #step(rows: number, columns: number): void {
    const store = this.#store;
    const [long, short] = [4 * columns, 4 * rows];
    const x = { at: this.#x, stride: long };
    const second = { at: this.#second, stride: short };
    store.multiply(rows, rows, columns, x, { ...x, turned: true }, second.at, short);
    store.multiply(rows, rows, rows, second, second, this.#fourth, short);
    store.kernels.blend(this.#fourth, second.at, FIFTH_POWER, THIRD_POWER, rows * rows);
    store.multiply(rows, columns, rows, { at: this.#fourth, stride: short }, x, this.#higher, long);
    store.kernels.blend(x.at, this.#higher, FIRST_POWER, 1, rows * columns);
  }

  /** Multiplies the weights of the block by `kept`, and takes `length` times what was made of it off. */
  takeOff(block: Block, length: number, kept: number, weights: Float32Array): void {
    const { rows, columns, row, column } = lying(block);
    const x = this.#store.view(this.#x, rows * columns);
    for (let i = 0, from = 0; i < rows; i++)
      for (let k = 0; k < columns; k++, from++) {
        const at = block.at + i * row + k * column;
        weights[at] = kept * weights[at]! - length * x[from]!;
      }
  }
}
