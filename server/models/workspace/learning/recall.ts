import { pathOf } from '../../../base/uri.ts';
import type { ShardData } from '../shard-data.ts';
import type { LearntDocument } from '../storage/shard-file.ts';
import type { Shelf, StoredShard } from '../storage/shelf.ts';
import type { Files } from './files.ts';

/**
 * Takes from the store what still holds: shards of files that have not changed
 * since. What no longer pays, or may no longer be known, is discarded.
 */
export interface Recall {
  readonly shelf: Shelf;
  readonly files: Files;
  /** Documents that may be known now. */
  readonly allowed: ReadonlySet<string>;
  /** Bytes of all that is taken, at most. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface Recalled {
  readonly shard: ShardData;
  /** Those that still hold. */
  readonly documents: readonly LearntDocument[];
  /** Names in the shard of documents that do not; they are to be forgotten at once. */
  readonly outdated: readonly string[];
}

/** Share of a shard's bytes that must still hold; the rest of it takes memory for nothing. */
const MIN_LIVE_SHARE = 0.75;
/** Bytes of a small shard; each costs every question as much as a large one. */
const SMALL = 500_000;
/** Small shards that are taken; what further ones hold is learnt again, into one. */
const MAX_SMALL = 8;
/** Files asked for at once: enough that the disk and not the way to it sets the pace. */
const STATS_AT_ONCE = 32;

export async function* recall(wanted: Recall): AsyncGenerator<Recalled> {
  const { shelf, signal } = wanted;
  const taken = new Set<string>();
  let bytes = 0;
  let small = 0;
  for await (const stored of shelf.load()) {
    if (signal.aborted) return;
    const live = await liveIn(stored, taken, wanted);
    const size = sizeOf(live);
    const isSmall = size < SMALL;
    const pays = size >= MIN_LIVE_SHARE * sizeOf(stored.documents) && !(isSmall && small === MAX_SMALL);
    if (!pays || live.length === 0 || bytes + size > wanted.limit || holdsMore(stored, wanted.allowed)) {
      await shelf.discard(stored.name);
      continue;
    }
    bytes += size;
    if (isSmall) small++;
    for (const { uri } of live) taken.add(uri);
    yield recalled(stored, live);
  }
}

/** Files that are gone, or were excluded since: nothing of them is to lie about. */
function holdsMore({ documents }: StoredShard, allowed: ReadonlySet<string>): boolean {
  return documents.some(({ uri }) => !allowed.has(uri));
}

/** Of a document in several shards the latest counts, which comes first. */
async function liveIn(
  { documents }: StoredShard,
  taken: ReadonlySet<string>,
  { files, allowed }: Recall,
): Promise<readonly LearntDocument[]> {
  const live: LearntDocument[] = [];
  for (let at = 0; at < documents.length; at += STATS_AT_ONCE) {
    const some = documents.slice(at, at + STATS_AT_ONCE);
    const found = await Promise.all(some.map(({ uri }) => files.stat(pathOf(uri) ?? '')));
    for (const [index, document] of some.entries()) {
      const { kind, size, modified } = found[index] ?? {};
      const isUnchanged = kind === 'file' && size === document.size && modified === document.modified;
      if (isUnchanged && allowed.has(document.uri) && !taken.has(document.uri)) live.push(document);
    }
  }
  return live;
}

/** What is outdated gets a name that no document has, so that forgetting it touches nothing else. */
function recalled({ name, shard }: StoredShard, live: readonly LearntDocument[]): Recalled {
  const holding = new Set(live.map(({ uri }) => uri));
  const outdated: string[] = [];
  const documents = shard.documents.map((uri, index) => {
    if (holding.has(uri)) return uri;
    outdated.push(`outdated:${name}/${index}`);
    return `outdated:${name}/${index}`;
  });
  return { shard: { ...shard, documents }, documents: live, outdated };
}

function sizeOf(documents: readonly LearntDocument[]): number {
  return documents.reduce((sum, { size }) => sum + size, 0);
}
