/**
 * For each place of a stack, the last earlier place with the same key. Every token
 * of a document that is opened goes through more than a dozen of these, so the
 * stack and the table by key are plain arrays of integers.
 */

const FIRST_ROOM = 256;
/** In the table: a slot that was never taken, and one whose key stands nowhere any more. */
const FREE = 0;
const NOWHERE = -1;

export class Links {
  /** By place: its key, and the last place before it with the same; -1 for none. */
  #keys = new Int32Array(FIRST_ROOM);
  #earlier = new Int32Array(FIRST_ROOM);
  #length = 0;
  /** By slot: a key, and the last place with it plus 1. At most half of the slots are taken. */
  #slotKeys = new Int32Array(2 * FIRST_ROOM);
  #lasts = new Int32Array(2 * FIRST_ROOM);
  #taken = 0;

  /** @param key 32 bits */
  push(key: number): void {
    if (this.#length === this.#keys.length) this.#grow();
    let slot = this.#slotOf(key);
    if (this.#lasts[slot] === FREE) {
      if (2 * ++this.#taken > this.#lasts.length) {
        this.#tidy();
        this.#taken++;
        slot = this.#slotOf(key);
      }
      this.#slotKeys[slot] = key;
    }
    this.#keys[this.#length] = key;
    this.#earlier[this.#length] = this.#lasts[slot]! > 0 ? this.#lasts[slot]! - 1 : -1;
    this.#lasts[slot] = ++this.#length;
  }

  /** The stack must not be empty. */
  pop(): void {
    this.#length--;
    const earlier = this.#earlier[this.#length]!;
    this.#lasts[this.#slotOf(this.#keys[this.#length]!)] = earlier < 0 ? NOWHERE : earlier + 1;
  }

  /** The last place with a key; -1 for none. */
  last(key: number): number {
    const last = this.#lasts[this.#slotOf(key)]!;
    return last > 0 ? last - 1 : -1;
  }

  /** The place before `at` with the same key; -1 for none. */
  earlier(at: number): number {
    return this.#earlier[at]!;
  }

  /** The slot of a key, or the free one that it would take. */
  #slotOf(key: number): number {
    const mask = this.#lasts.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
    while (this.#lasts[slot] !== FREE && this.#slotKeys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const room = 2 * this.#keys.length;
    const keys = new Int32Array(room);
    keys.set(this.#keys);
    this.#keys = keys;
    const earlier = new Int32Array(room);
    earlier.set(this.#earlier);
    this.#earlier = earlier;
  }

  /** Makes the table anew, with room for twice the keys that stand somewhere. */
  #tidy(): void {
    let live = 0;
    for (const last of this.#lasts) if (last > 0) live++;
    const room = 4 * live > this.#lasts.length ? 2 * this.#lasts.length : this.#lasts.length;
    this.#slotKeys = new Int32Array(room);
    this.#lasts = new Int32Array(room);
    this.#taken = live;
    for (let place = 0; place < this.#length; place++) {
      const slot = this.#slotOf(this.#keys[place]!);
      this.#slotKeys[slot] = this.#keys[place]!;
      this.#lasts[slot] = place + 1;
    }
  }
}
