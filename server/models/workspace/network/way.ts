import type { History } from '../history.ts';
import type { Network } from './network.ts';
import { START } from './states.ts';

/** The states of the network along the tokens of a history, one after the other; follows it when it is cut or goes on. */
export class Way {
  readonly #network: Network;
  readonly #classOf: (id: number) => number;
  /** Of the header first, then of each token from `#from` on. */
  readonly #states: number[] = [];
  readonly #header: readonly number[];
  #from: number;

  /**
   * @param classOf the class of a token
   * @param header classes read before the first token
   * @param from index of the first token in the history
   */
  constructor(network: Network, classOf: (id: number) => number, header: readonly number[], from: number) {
    this.#network = network;
    this.#classOf = classOf;
    this.#header = header;
    this.#from = from;
  }

  /** The state after the last token that was read. */
  get end(): number {
    return this.#states.at(-1) ?? START;
  }

  get hasHeader(): boolean {
    return this.#header.length > 0;
  }

  /** Tokens read, of the header and the history. */
  get length(): number {
    return this.#states.length;
  }

  /** Tokens of the history alone that were read. */
  get tokens(): number {
    return this.reached - this.#from;
  }

  /** Tokens of the history up to where it was read. */
  get reached(): number {
    return this.#from + Math.max(0, this.#states.length - this.#header.length);
  }

  /** Takes back what was read of tokens that are not there any more. @returns whether there is anything to go on from */
  cutTo(length: number): boolean {
    if (length < this.#from) return false;
    this.#states.length = Math.min(this.#states.length, length - this.#from + this.#header.length);
    return length > this.#from || this.#header.length > 0;
  }

  /** Reads on, the header first. @param most tokens @returns whether the end of the history is reached */
  readOn(history: History, most: number): boolean {
    for (let left = most; left > 0 && !this.#isAtEnd(history); left--) {
      const each = this.#header[this.#states.length] ?? this.#classOf(history.tokenAt(this.reached));
      this.#states.push(this.#network.read(this.end, each));
    }
    return this.#isAtEnd(history);
  }

  /** The history holds the same tokens at other places now. @param by how much farther from its start */
  move(by: number): void {
    this.#from += by;
  }

  #isAtEnd(history: History): boolean {
    return this.#states.length >= this.#header.length && this.reached >= history.length;
  }
}
