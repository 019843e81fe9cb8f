/** What all files of the store have in common: fields of four bytes, and a sum of them. */

const WORD = 4;

/** Bytes that so many take where only whole fields of four are written. */
export function aligned(size: number): number {
  return Math.ceil(size / WORD) * WORD;
}

/** Finds what was cut short or went bad, at gigabytes a second; it is no guard against malice, the folder's mode is. */
export function checksum(fields: Int32Array): number {
  // Each step waits for the one before it, so four sums side by side take hardly longer than one.
  let [a, b, c, d] = [fields.length, 1, 2, 3];
  const end = fields.length - (fields.length % 4);
  for (let at = 0; at < end; at += 4) {
    a = mixed(a, fields[at]!);
    b = mixed(b, fields[at + 1]!);
    c = mixed(c, fields[at + 2]!);
    d = mixed(d, fields[at + 3]!);
  }
  for (let at = end; at < fields.length; at++) a = mixed(a, fields[at]!);
  return mixed(mixed(mixed(a, b), c), d);
}

function mixed(sum: number, field: number): number {
  const product = Math.imul(sum ^ field, 0x9e3779b1);
  return product ^ (product >>> 15);
}
