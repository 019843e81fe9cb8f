import { aligned, checksum } from './checked.ts';

/**
 * A network that was taught a workspace, as the bytes of a file: with checksums of
 * itself and of the network it comes from. What is damaged, or comes from another
 * network, reads as nothing.
 */

/** As that of a shard, in the machine's own byte order. */
const SIGNATURE = 0x53_55_52_4e;
/** Goes up with every change to what the bytes mean. */
const FORMAT = 1;
/** Signature, format, checksum of all that follows, checksum of the shipped network, length. */
const HEADER_FIELDS = 5;
const CHECKED_FROM = 3;
const WORD = 4;

/** @param shipped the file of the network that it comes from */
export function encodeNetwork(shipped: Uint8Array, file: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_FIELDS * WORD + aligned(file.length));
  bytes.set(file, HEADER_FIELDS * WORD);
  const fields = new Int32Array(bytes.buffer);
  fields[3] = sumOf(shipped);
  fields[4] = file.length;
  fields.set([SIGNATURE, FORMAT, checksum(fields.subarray(CHECKED_FROM))]);
  return bytes;
}

/** The file in a buffer of its own. Undefined for what is not whole and ours. @param bytes begin their buffer */
export function decodeNetwork(
  shipped: Uint8Array,
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.length % WORD !== 0 || bytes.byteOffset !== 0 || bytes.length < HEADER_FIELDS * WORD)
    return undefined;
  const fields = new Int32Array(bytes.buffer, 0, bytes.length / WORD);
  const [signature, format, sum, from, length = 0] = fields;
  if (signature !== SIGNATURE || format !== FORMAT || from !== sumOf(shipped)) return undefined;
  if (sum !== checksum(fields.subarray(CHECKED_FROM))) return undefined;
  return bytes.slice(HEADER_FIELDS * WORD, HEADER_FIELDS * WORD + length);
}

function sumOf(file: Uint8Array): number {
  const whole = new Uint8Array(aligned(file.length));
  whole.set(file);
  return checksum(new Int32Array(whole.buffer));
}
