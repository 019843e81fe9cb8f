import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ReadingList } from '../../server/models/workspace/learning/reading-list.ts';
import { Network } from '../../server/models/workspace/network/network.ts';
import { readShipped } from '../../server/models/workspace/network/shipped.ts';
import { fineTune } from '../../server/models/workspace/network/teaching/fine-tune.ts';
import { parseWeights, shapeOf, writeWeights } from '../../server/models/workspace/network/weights.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';

/** The network as the product has it some minutes after a project was opened. Kept between runs: it takes longer than to type the files. */

const FOLDER = fileURLToPath(new URL('../../.cache/tuned/', import.meta.url));
const TEACHING = new URL('../../server/models/workspace/network/teaching/', import.meta.url);

/** Undefined where there is too little to learn. */
export function tuned(shards: readonly ShardData[]): Network | undefined {
  const shipped = readShipped();
  const weights = parseWeights(shipped);
  const list = new ReadingList(weights.words);
  for (const shard of shards) list.add(shard);
  if (!list.isEnough) return undefined;
  const place = `${FOLDER}${sumOf(shipped, list)}`;
  if (existsSync(place)) return new Network(parseWeights(readFileSync(place)));
  const lesson = fineTune(weights, list.texts);
  let step = lesson.next();
  while (!step.done) step = lesson.next();
  mkdirSync(FOLDER, { recursive: true });
  // Two may do the same at once.
  const unfinished = `${place}.${process.pid}-${performance.now()}`;
  writeFileSync(unfinished, writeWeights(shapeOf(step.value), step.value));
  renameSync(unfinished, place);
  return new Network(step.value);
}

/** Of all that it depends on. */
function sumOf(shipped: Uint8Array, { texts }: ReadingList): string {
  const sum = createHash('sha256').update(shipped);
  for (const name of readdirSync(TEACHING).toSorted()) sum.update(readFileSync(new URL(name, TEACHING)));
  for (const text of texts) sum.update(text);
  return sum.digest('hex').slice(0, 32);
}
