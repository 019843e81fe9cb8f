import { setImmediate } from 'node:timers/promises';
import { ReadingList } from '../models/workspace/learning/reading-list.ts';
import { Network } from '../models/workspace/network/network.ts';
import { shippedWeights } from '../models/workspace/network/shipped.ts';
import { fineTune } from '../models/workspace/network/teaching/fine-tune.ts';
import type { ShardData } from '../models/workspace/shard-data.ts';

/**
 * The network once it has been taught what was learnt, in this thread: a minute or two.
 * @returns undefined where there is too little to learn, or once the signal has aborted
 */
export async function fineTuned(
  shards: readonly ShardData[],
  signal: AbortSignal,
): Promise<Network | undefined> {
  const weights = shippedWeights();
  const list = new ReadingList(weights.words);
  for (const shard of shards) list.add(shard);
  if (!list.isEnough) return undefined;
  const lesson = fineTune(weights, list.texts);
  let step = lesson.next();
  while (!step.done) {
    await setImmediate();
    if (signal.aborted) return undefined;
    step = lesson.next();
  }
  return new Network(step.value);
}
