import { aligned, checksum } from './checked.ts';

/**
 * A network that was taught a workspace, as the bytes of a file: with the names of
 * the documents that it was taught, and checksums of all that and of the network it
 * comes from. What is damaged, or comes from another network, reads as nothing.
 */
export interface TaughtNetwork {
  readonly file: Uint8Array<ArrayBuffer>;
  /** By canonical URI. */
  readonly documents: readonly string[];
}

/** As that of a shard, in the machine's own byte order. */
const SIGNATURE = 0x53_55_52_4e;
/** Goes up with every change to what the bytes mean. */
const FORMAT = 2;
/** Signature, format, checksum of all that follows, checksum of the shipped network, bytes of the network and of the names. */
const HEADER_FIELDS = 6;
const CHECKED_FROM = 3;
const WORD = 4;

/** @param shipped the file of the network that it comes from */
export function encodeNetwork(
  shipped: Uint8Array,
  { file, documents }: TaughtNetwork,
): Uint8Array<ArrayBuffer> {
  const names = new TextEncoder().encode(JSON.stringify(documents));
  const bytes = new Uint8Array(HEADER_FIELDS * WORD + aligned(file.length + names.length));
  bytes.set(file, HEADER_FIELDS * WORD);
  bytes.set(names, HEADER_FIELDS * WORD + file.length);
  const fields = new Int32Array(bytes.buffer);
  fields[3] = sumOf(shipped);
  fields[4] = file.length;
  fields[5] = names.length;
  fields.set([SIGNATURE, FORMAT, checksum(fields.subarray(CHECKED_FROM))]);
  return bytes;
}

/** The file is in a buffer of its own. Undefined for what is not whole and ours. @param bytes begin their buffer */
export function decodeNetwork(
  shipped: Uint8Array,
  bytes: Uint8Array<ArrayBuffer>,
): TaughtNetwork | undefined {
  if (bytes.length % WORD !== 0 || bytes.byteOffset !== 0 || bytes.length < HEADER_FIELDS * WORD)
    return undefined;
  const fields = new Int32Array(bytes.buffer, 0, bytes.length / WORD);
  const [signature, format, sum, from, length = 0, names = 0] = fields;
  if (signature !== SIGNATURE || format !== FORMAT || from !== sumOf(shipped)) return undefined;
  if (sum !== checksum(fields.subarray(CHECKED_FROM))) return undefined;
  const end = HEADER_FIELDS * WORD + length;
  const documents = JSON.parse(new TextDecoder().decode(bytes.subarray(end, end + names))) as string[];
  return { file: bytes.slice(HEADER_FIELDS * WORD, end), documents };
}

function sumOf(file: Uint8Array): number {
  const whole = new Uint8Array(aligned(file.length));
  whole.set(file);
  return checksum(new Int32Array(whole.buffer));
}
