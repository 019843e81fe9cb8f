import { type Memory, newMemory } from '../kernels.ts';
import type { Shape } from '../weights.ts';
import { ROOM, startTeachingKernels, type TeachingKernels } from './teaching-kernels.ts';

/**
 * The memory that teaching works on, and its arithmetic. Who needs room takes it
 * before the memory is laid out; what lies there is theirs.
 */

/** Tokens of a sequence. */
export const SEQUENCE = 512;

/** A factor of a product: its address, and bytes from row to row, or, where it is turned, from column to column. */
export interface Factor {
  readonly at: number;
  readonly stride: number;
  readonly turned?: boolean;
}

export class Store {
  readonly shape: Shape;
  readonly #memory: Memory = newMemory();
  #laid:
    | { readonly kernels: TeachingKernels; readonly numbers: Float32Array; readonly room: number }
    | undefined;

  constructor(shape: Shape) {
    this.shape = shape;
  }

  /** @returns the address of so many numbers */
  take(count: number): number {
    return this.#memory.take(4 * count);
  }

  /** Call once, after the last part was taken. */
  lay(): void {
    // The last, since a little beyond the end of what is packed is read.
    const room = this.#memory.take(ROOM);
    const numbers = new Float32Array(this.#memory.lay());
    this.#laid = { kernels: startTeachingKernels(this.#memory), numbers, room };
  }

  get kernels(): TeachingKernels {
    return this.#laid!.kernels;
  }

  /** All of the memory: a number's place is a fourth of its address. */
  get numbers(): Float32Array {
    return this.#laid!.numbers;
  }

  /** @param at an address @returns so many numbers from there on */
  view(at: number, count: number): Float32Array {
    return this.numbers.subarray(at >> 2, (at >> 2) + count);
  }

  fill(at: number, count: number, number: number): void {
    this.numbers.fill(number, at >> 2, (at >> 2) + count);
  }

  copy(from: number, to: number, count: number): void {
    this.numbers.copyWithin(to >> 2, from >> 2, (from >> 2) + count);
  }

  /** Writes m x n numbers: the product of m x k by k x n. */
  multiply(m: number, n: number, k: number, a: Factor, b: Factor, to: number, stride: number): void {
    this.#multiply(m, n, k, a, b, to, stride, 0);
  }

  /** Adds the product to what is there. */
  addProduct(m: number, n: number, k: number, a: Factor, b: Factor, to: number, stride: number): void {
    this.#multiply(m, n, k, a, b, to, stride, 1);
  }

  #multiply(
    m: number,
    n: number,
    k: number,
    a: Factor,
    b: Factor,
    to: number,
    stride: number,
    adds: number,
  ): void {
    const [aRow, aColumn] = a.turned ? [4, a.stride] : [a.stride, 4];
    const [bRow, bColumn] = b.turned ? [4, b.stride] : [b.stride, 4];
    const { kernels, room } = this.#laid!;
    kernels.multiply(m, n, k, a.at, aRow, aColumn, b.at, bRow, bColumn, to, stride, adds, room);
  }
}
