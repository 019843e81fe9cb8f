import type { ShardData } from '../shard-data.ts';

/** The buffers of a shard's arrays, each once: from thread to thread they are moved, not copied. */
export function buffersOf(shard: ShardData): ArrayBuffer[] {
  const { starts, wordEnds, tokens, order, ranges } = shard;
  return [...new Set([starts, wordEnds, tokens, order, ranges].map(({ buffer }) => buffer))];
}
