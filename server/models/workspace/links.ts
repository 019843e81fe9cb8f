/**
 * For each place of a stack, the last earlier place with the same key. Every token
 * of a document that is opened goes through more than a dozen of these, so the
 * stack and the table by key are plain arrays of integers.
 */

const FIRST_ROOM = 256;

export class Links {
  /** By place: its key, and the last place before it with the same; -1 for none. */
  #keys = new Int32Array(FIRST_ROOM);
  #earlier = new Int32Array(FIRST_ROOM);
  #length = 0;
  /** By slot: a key, and the last place with it plus 1; 0 where the slot is free. At most half of them are taken. */
  #slotKeys = new Int32Array(2 * FIRST_ROOM);
  #lasts = new Int32Array(2 * FIRST_ROOM);
  #taken = 0;

  /** @param key 32 bits */
  push(key: number): void {
    if (this.#length === this.#keys.length) this.#growStack();
    let slot = this.#slotOf(key);
    if (this.#lasts[slot] === 0) {
      if (2 * ++this.#taken > this.#lasts.length) {
        this.#growTable();
        slot = this.#slotOf(key);
      }
      this.#slotKeys[slot] = key;
    }
    this.#keys[this.#length] = key;
    this.#earlier[this.#length] = this.#lasts[slot]! - 1;
    this.#lasts[slot] = ++this.#length;
  }

  /** The stack must not be empty. */
  pop(): void {
    this.#length--;
    const earlier = this.#earlier[this.#length]!;
    // A slot that becomes free was the last one taken, so no other key was put behind it.
    this.#lasts[this.#slotOf(this.#keys[this.#length]!)] = earlier + 1;
    if (earlier < 0) this.#taken--;
  }

  /** The last place with a key; -1 for none. */
  last(key: number): number {
    return this.#lasts[this.#slotOf(key)]! - 1;
  }

  /** The place before `at` with the same key; -1 for none. */
  earlier(at: number): number {
    return this.#earlier[at]!;
  }

  /** The slot of a key, or the free one that it would take. */
  #slotOf(key: number): number {
    const mask = this.#lasts.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
    while (this.#lasts[slot] !== 0 && this.#slotKeys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #growStack(): void {
    const room = 2 * this.#keys.length;
    const keys = new Int32Array(room);
    keys.set(this.#keys);
    this.#keys = keys;
    const earlier = new Int32Array(room);
    earlier.set(this.#earlier);
    this.#earlier = earlier;
  }

  #growTable(): void {
    const room = 2 * this.#lasts.length;
    this.#slotKeys = new Int32Array(room);
    this.#lasts = new Int32Array(room);
    for (let place = 0; place < this.#length; place++) {
      const slot = this.#slotOf(this.#keys[place]!);
      this.#slotKeys[slot] = this.#keys[place]!;
      this.#lasts[slot] = place + 1;
    }
  }
}
