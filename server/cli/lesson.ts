import type { Clock } from '../base/clock.ts';
import { disk } from '../models/workspace/learning/disk.ts';
import { learnFolders } from '../models/workspace/learning/learn-folder.ts';
import type { ShardData } from '../models/workspace/shard-data.ts';

/** What was learnt of some folders once, for as many fresh models as there are texts to type. */
export interface Lesson {
  readonly shards: readonly ShardData[];
  readonly files: number;
  /** Of text. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Learns folders in process, without the files held out and without any near copy of them. */
export async function learnWithout(
  heldOut: readonly string[],
  folders: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<Lesson> {
  const shards: ShardData[] = [];
  let files = 0;
  let bytes = 0;
  const began = clock.now();
  await learnFolders({
    folders,
    exclude: [],
    holdOut: heldOut,
    files: disk,
    onShard: (shard) => shards.push(shard),
    onProgress: (progress) => ({ files, bytes } = progress),
    signal,
  });
  return { shards, files, bytes, milliseconds: clock.now() - began };
}
