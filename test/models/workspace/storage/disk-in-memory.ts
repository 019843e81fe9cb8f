import type { Shelf, StoredShard } from '../../../../server/models/workspace/storage/shelf.ts';
import type { StoreDisk, StoredEntry } from '../../../../server/models/workspace/storage/store-disk.ts';

/** A disk that is a map; its time goes by one millisecond a write, and can be set. */
export function diskInMemory(start = 0) {
  const files = new Map<string, { bytes: Uint8Array; modified: number; size?: number }>();
  const folders = new Set<string>();
  let time = start;
  let isFull = false;
  const disk: StoreDisk = {
    list: async (folder) => {
      const below = [...files].filter(([path]) => path.startsWith(`${folder}/`));
      const entries: StoredEntry[] = [];
      for (const [path, { bytes, modified, size }] of below) {
        const name = path.slice(folder.length + 1);
        if (!name.includes('/'))
          entries.push({ name, isFolder: false, size: size ?? bytes.length, modified });
      }
      const inner = [...folders, ...below.map(([path]) => path.slice(0, path.lastIndexOf('/')))]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split('/')[0] ?? '');
      for (const name of new Set(inner)) entries.push({ name, isFolder: true, size: 0, modified: time });
      return entries;
    },
    read: async (path) => {
      const found = files.get(path);
      return found && new Uint8Array(found.bytes);
    },
    async write(path, bytes) {
      if (isFull) throw new Error('no space left on device');
      files.set(path, { bytes, modified: ++time });
      folders.add(path.slice(0, path.lastIndexOf('/')));
    },
    async remove(path) {
      const isEmpty = ![...files.keys()].some((file) => file.startsWith(`${path}/`));
      if (isEmpty) folders.delete(path);
      files.delete(path);
    },
  };
  return {
    disk,
    files,
    setTime: (next: number) => (time = next),
    now: () => time,
    fill: () => (isFull = true),
    paths: () => [...files.keys()].sort(),
  };
}

/** Names as long as real ones, easier to read. */
export function nameFor(description: string): string {
  let sum = 7;
  for (const character of description) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum.toString(16).padStart(32, '0');
}

/** All that a shelf holds. */
export async function loaded(shelf: Shelf): Promise<readonly StoredShard[]> {
  const shards: StoredShard[] = [];
  for await (const shard of shelf.load()) shards.push(shard);
  return shards;
}
