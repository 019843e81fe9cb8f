/**
 * Which states the network is in after which tokens, as a tree of slots: a path
 * that was read before is found again, and of what was not asked for longest the
 * slot is used anew. What a state consists of is the network's.
 */

/** Before anything was read. */
export const START = -1;
/** A state whose parent's slot was used anew: nothing leads there any more. */
const LOST = -2;

export class States {
  /** By slot. */
  readonly #parents: Int32Array;
  readonly #tokens: Int32Array;
  readonly #usedAt: Float64Array;
  readonly #children = new Map<number, number>();
  readonly #classes: number;
  #uses = 0;

  /** @param slots kept @param classes of tokens */
  constructor(slots: number, classes: number) {
    this.#classes = classes;
    this.#parents = new Int32Array(slots).fill(LOST);
    this.#tokens = new Int32Array(slots);
    this.#usedAt = new Float64Array(slots);
  }

  /** The slot of the state after `token` in state `parent`; undefined when it is not kept. */
  find(parent: number, token: number): number | undefined {
    const slot = this.#children.get(this.#key(parent, token));
    if (slot !== undefined) this.#usedAt[slot] = ++this.#uses;
    return slot;
  }

  /** A slot for that state, the one used longest ago. @returns it, to be filled */
  take(parent: number, token: number): number {
    let slot = 0;
    for (let other = 1; other < this.#usedAt.length; other++)
      if (this.#usedAt[other]! < this.#usedAt[slot]!) slot = other;
    this.#leave(slot);
    for (let other = 0; other < this.#parents.length; other++)
      if (this.#parents[other] === slot) this.#leave(other);
    this.#parents[slot] = parent;
    this.#tokens[slot] = token;
    this.#usedAt[slot] = ++this.#uses;
    this.#children.set(this.#key(parent, token), slot);
    return slot;
  }

  /** Writes the last slots on the way to a state, itself first, and counts them as used. @returns how many, at most `path` holds */
  trace(state: number, path: Int32Array): number {
    const use = ++this.#uses;
    let length = 0;
    for (let slot = state; slot >= 0 && length < path.length; slot = this.#parents[slot]!) {
      path[length++] = slot;
      this.#usedAt[slot] = use;
    }
    return length;
  }

  #leave(slot: number): void {
    const parent = this.#parents[slot]!;
    if (parent !== LOST) this.#children.delete(this.#key(parent, this.#tokens[slot]!));
    this.#parents[slot] = LOST;
  }

  #key(parent: number, token: number): number {
    return (parent + 1) * this.#classes + token;
  }
}
