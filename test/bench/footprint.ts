import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';
import { WorkspaceModel } from '../../server/models/workspace/workspace-model.ts';

const PROMPT = { uri: 'file:///x', languageId: '', prefix: '', suffix: '', maxTokens: 1, topLogprobs: 1 };

/** How much memory the workspace model holds for a byte of text that it has learnt. */
export async function bytesPerByte(
  learn: () => Promise<{ shards: readonly ShardData[]; bytes: number }>,
): Promise<number> {
  const collectGarbage = exposeGarbageCollection();
  const model = new WorkspaceModel();
  await settle(collectGarbage);
  const before = memoryInUse();
  const bytes = await learnInto(model, learn);
  await settle(collectGarbage);
  const grown = memoryInUse() - before;
  // Asked only now, so that it is still held.
  Array.from(model.complete(PROMPT));
  return grown / bytes;
}

/** A function of its own, so that nothing but the model outlives it. */
async function learnInto(model: WorkspaceModel, learn: Parameters<typeof bytesPerByte>[0]): Promise<number> {
  const { shards, bytes } = await learn();
  for (const shard of shards) model.add(shard);
  return bytes;
}

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Array buffers go a turn after what held them. */
async function settle(collectGarbage: () => void): Promise<void> {
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function exposeGarbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
