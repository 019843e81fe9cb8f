import type { ShardData, TokenIds } from '../shard-data.ts';
import { aligned, checksum } from './checked.ts';

/**
 * A shard as the bytes of a file: what was learnt, and of which state of which
 * files. What is damaged, cut short or of another form reads as nothing.
 */

/** A document as it was when it was learnt. */
export interface LearntDocument {
  /** Canonical URI. */
  readonly uri: string;
  /** Bytes of its file. */
  readonly size: number;
  /** When its file was last written, in milliseconds since 1970. */
  readonly modified: number;
}

export interface LearntShard {
  /** In the order of the shard's. */
  readonly documents: readonly LearntDocument[];
  readonly shard: ShardData;
}

/** In the machine's own byte order, so that a file from a machine with another one is not taken for ours. */
const SIGNATURE = 0x53_55_52_45;
/** Goes up with every change to what the bytes mean. */
const FORMAT = 3;
/** Signature, format, checksum of all that follows, bytes of the directory. */
const HEADER_FIELDS = 4;
const CHECKED_FROM = 3;
const WORD = 4;

/** What stands before the arrays: how long each is, and what they were learnt of. */
interface Directory {
  readonly documents: readonly LearntDocument[];
  readonly units: readonly string[];
  /** Bytes. */
  readonly spelling: number;
  readonly starts: number;
  readonly wordEnds: number;
  readonly order: number;
  readonly ranges: number;
  readonly tokens: number;
  /** Bytes a token. */
  readonly tokenSize: number;
}

export function encodeShard({ documents, shard }: LearntShard): Uint8Array<ArrayBuffer> {
  const spelling = new TextEncoder().encode(shard.spelling);
  const { starts, wordEnds, order, ranges, tokens } = shard;
  const directory: Directory = {
    documents,
    units: shard.units,
    spelling: spelling.length,
    starts: starts.length,
    wordEnds: wordEnds.length,
    order: order.length,
    ranges: ranges.length,
    tokens: tokens.length,
    tokenSize: tokens.BYTES_PER_ELEMENT,
  };
  const spelt = new TextEncoder().encode(JSON.stringify(directory));
  const sections = [spelt, spelling, starts, wordEnds, order, ranges, tokens];
  const size = sections.reduce((sum, each) => sum + aligned(each.byteLength), HEADER_FIELDS * WORD);
  const bytes = new Uint8Array(size);
  let at = HEADER_FIELDS * WORD;
  for (const { buffer, byteOffset, byteLength } of sections) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  const fields = new Int32Array(bytes.buffer);
  fields[3] = spelt.length;
  fields.set([SIGNATURE, FORMAT, checksum(fields.subarray(CHECKED_FROM))]);
  return bytes;
}

/** The arrays are views of `bytes`, which must begin its buffer. Undefined for what is not whole and ours. */
export function decodeShard(bytes: Uint8Array<ArrayBuffer>): LearntShard | undefined {
  if (bytes.length % WORD !== 0 || bytes.byteOffset !== 0) return undefined;
  const fields = new Int32Array(bytes.buffer, 0, bytes.length / WORD);
  const [signature, format, sum, length = 0] = fields;
  if (signature !== SIGNATURE || format !== FORMAT) return undefined;
  if (sum !== checksum(fields.subarray(CHECKED_FROM))) return undefined;
  const start = HEADER_FIELDS * WORD;
  const spelt = new TextDecoder().decode(bytes.subarray(start, start + length));
  // The checksum vouches for its shape.
  const directory = JSON.parse(spelt) as Directory;
  const shard = shardAt(bytes, start + aligned(length), directory);
  return isConsistent(shard) ? { documents: directory.documents, shard } : undefined;
}

function shardAt(bytes: Uint8Array<ArrayBuffer>, from: number, directory: Directory): ShardData {
  let at = from;
  const take = (size: number): number => {
    const start = at;
    at += aligned(size);
    return start;
  };
  const integers = (length: number): Int32Array<ArrayBuffer> =>
    new Int32Array(bytes.buffer, take(length * WORD), length);
  const spellingAt = take(directory.spelling);
  const tokens = (): TokenIds =>
    directory.tokenSize === WORD
      ? integers(directory.tokens)
      : new Uint16Array(bytes.buffer, take(directory.tokens * directory.tokenSize), directory.tokens);
  return {
    documents: directory.documents.map(({ uri }) => uri),
    units: directory.units,
    spelling: new TextDecoder().decode(bytes.subarray(spellingAt, spellingAt + directory.spelling)),
    starts: integers(directory.starts),
    wordEnds: integers(directory.wordEnds),
    order: integers(directory.order),
    ranges: integers(directory.ranges),
    tokens: tokens(),
  };
}

/** Half a surrogate pair would not have survived its encoding. */
function isConsistent(shard: ShardData): boolean {
  const { documents, units, starts, spelling, wordEnds, tokens, order, ranges } = shard;
  return (
    units.length === documents.length &&
    starts.length === documents.length + 1 &&
    starts.at(-1) === tokens.length &&
    wordEnds.at(-1) === spelling.length &&
    ranges.length === wordEnds.length + 1 &&
    order.length === Math.max(0, tokens.length - 1)
  );
}
