import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import type { ReadingList } from '../../server/models/workspace/learning/reading-list.ts';
import type { Network } from '../../server/models/workspace/network/network.ts';
import type { fineTune } from '../../server/models/workspace/network/teaching/fine-tune.ts';
import type { parseWeights, shapeOf, writeWeights } from '../../server/models/workspace/network/weights.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';

/** The network as the product has it some minutes after a project was opened. Kept between runs: it takes longer than to type the files. */

const KEPT = fileURLToPath(new URL('../../.cache/tuned/', import.meta.url));
const WORKSPACE = 'server/models/workspace';
const TEACHING = `${WORKSPACE}/network/teaching`;

/** Teaches the network what was learnt; undefined where that is too little. */
export type Tune = (shards: readonly ShardData[]) => Network | undefined;

/** What a version has for it. */
interface Parts {
  readonly ReadingList: typeof ReadingList;
  readonly Network: typeof Network;
  readonly fineTune: typeof fineTune;
  readonly parseWeights: typeof parseWeights;
  readonly shapeOf: typeof shapeOf;
  readonly writeWeights: typeof writeWeights;
}

/** As a version does it. @param folder of its source; undefined is returned for one that teaches nothing */
export async function tuneOf(folder: string): Promise<Tune | undefined> {
  if (!existsSync(join(folder, TEACHING))) return undefined;
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, WORKSPACE, path)).href);
  const parts = Object.assign(
    {},
    ...(await Promise.all(
      [
        'learning/reading-list.ts',
        'network/network.ts',
        'network/weights.ts',
        'network/teaching/fine-tune.ts',
      ].map(load),
    )),
  ) as Parts;
  return (shards) => tuned(shards, folder, parts);
}

function tuned(shards: readonly ShardData[], folder: string, parts: Parts): Network | undefined {
  const shipped = readFileSync(join(folder, WORKSPACE, 'network/network.bin'));
  const weights = parts.parseWeights(shipped);
  const list = new parts.ReadingList(weights.words);
  for (const shard of shards) list.add(shard);
  if (!list.isEnough) return undefined;
  const place = `${KEPT}${sumOf(folder, shipped, list)}`;
  if (existsSync(place)) return new parts.Network(parts.parseWeights(readFileSync(place)));
  const lesson = parts.fineTune(weights, list.texts);
  let step = lesson.next();
  while (!step.done) step = lesson.next();
  mkdirSync(KEPT, { recursive: true });
  // Two may do the same at once.
  const unfinished = `${place}.${process.pid}-${performance.now()}`;
  writeFileSync(unfinished, parts.writeWeights(parts.shapeOf(step.value), step.value));
  renameSync(unfinished, place);
  // Read back, so that who finds it later has the same.
  return new parts.Network(parts.parseWeights(readFileSync(place)));
}

/** What a file says to the machine: a comment changes nothing that took minutes to make. */
function codeOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  return path.endsWith('.ts') ? transformSync(text, { loader: 'ts', minifyWhitespace: true }).code : text;
}

/** Of all that it depends on. */
function sumOf(folder: string, shipped: Uint8Array, { texts }: ReadingList): string {
  const sum = createHash('sha256').update(shipped);
  const sources = join(folder, TEACHING);
  for (const name of readdirSync(sources).toSorted()) sum.update(codeOf(join(sources, name)));
  for (const text of texts) sum.update(text);
  return sum.digest('hex').slice(0, 32);
}
