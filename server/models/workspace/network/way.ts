import type { History } from '../history.ts';
import type { Network } from './network.ts';
import { START } from './states.ts';

/** The states of the network along the tokens of a history, one after the other; follows it when it is cut or goes on. */
export class Way {
  readonly #network: Network;
  readonly #classOf: (id: number) => number;
  /** Of the header first, then of each token from `#from` on. */
  readonly #states: number[] = [];
  readonly #header: number;
  #from: number;

  /**
   * @param classOf the class of a token
   * @param header classes read before the first token
   * @param from index of the first token in the history
   */
  constructor(network: Network, classOf: (id: number) => number, header: readonly number[], from: number) {
    this.#network = network;
    this.#classOf = classOf;
    this.#header = header.length;
    this.#from = from;
    for (const each of header) this.#read(each);
  }

  /** The state after the last token that was read. */
  get end(): number {
    return this.#states.at(-1) ?? START;
  }

  /** Tokens of the history up to where it was read. */
  get reached(): number {
    return this.#from + this.#states.length - this.#header;
  }

  /** Takes back what was read of tokens that are not there any more. @returns whether there is anything to go on from */
  cutTo(length: number): boolean {
    if (length < this.#from) return false;
    this.#states.length = Math.min(this.#states.length, length - this.#from + this.#header);
    return length > this.#from || this.#header > 0;
  }

  /** Reads on. @param most tokens @returns whether the end of the history is reached */
  readOn(history: History, most: number): boolean {
    for (let count = 0; count < most && this.reached < history.length; count++)
      this.#read(this.#classOf(history.tokenAt(this.reached)));
    return this.reached >= history.length;
  }

  /** The history holds the same tokens at other places now. @param by how much farther from its start */
  move(by: number): void {
    this.#from += by;
  }

  #read(each: number): void {
    this.#states.push(this.#network.read(this.end, each));
  }
}
