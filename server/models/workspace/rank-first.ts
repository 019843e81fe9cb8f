/**
 * Sorts by numbers kept beside the items, and no further than is wanted. The
 * engine's own sort makes a number on the heap for every comparison, which
 * typing would notice.
 */

/**
 * Moves the items with the largest keys to the front, in place: the largest first,
 * of equal ones the one that came first. The others follow in no order. Keys move along.
 * @param keys by item; may be longer
 */
export function rankFirst(items: unknown[], keys: Float64Array, most = items.length): void {
  const ranked = Math.min(most, items.length);
  for (let index = 1; index < items.length; index++) {
    const key = keys[index]!;
    const isIn = index < ranked;
    if (!isIn && (ranked === 0 || key <= keys[ranked - 1]!)) continue;
    const item = items[index]!;
    let at = isIn ? index : ranked - 1;
    if (!isIn) {
      items[index] = items[at]!;
      keys[index] = keys[at]!;
    }
    for (; at > 0 && keys[at - 1]! < key; at--) {
      items[at] = items[at - 1]!;
      keys[at] = keys[at - 1]!;
    }
    items[at] = item;
    keys[at] = key;
  }
}
