import { NETWORK_FILE, Shelf, type ShelfParts, SHARD_FILE, UNFINISHED, USED_FILE } from './shelf.ts';
import type { StoredEntry } from './store-disk.ts';

/**
 * The user's cache of what was learnt: a shelf for each workspace, and the
 * limits to all of them together.
 */
export interface StoreParts extends ShelfParts {
  /** Of the program that learns; what another one has stored is not looked at. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Shelves of workspaces that were not opened for so long are removed, in milliseconds. */
const MAX_AGE_MS = 30 * DAY_MS;
/** Bytes of all shelves; those opened longest ago go first. Room for three workspaces of the largest size that is learnt. */
const MAX_TOTAL_SIZE = 512_000_000;
/** A file that is still unfinished after so many milliseconds was given up. */
const MAX_WRITING_MS = DAY_MS;
const SHELF_FOLDER = /^[0-9a-f]{32}$/;

export class ShardStore {
  readonly #parts: StoreParts;

  constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  /** The shelf of a workspace. @param folders absolute paths, in any order */
  shelfFor(folders: readonly string[]): Shelf {
    const { nameFor, version, folder } = this.#parts;
    const name = nameFor(JSON.stringify([version, folders.toSorted()]));
    return new Shelf({ ...this.#parts, folder: `${folder}/${name}` });
  }

  /** Removes what is too old and what is too much; nothing in the folder that is not the store's own. */
  async sweep(): Promise<void> {
    const { disk, folder, now } = this.#parts;
    const shelves = [];
    for (const { name, isFolder, modified } of await disk.list(folder)) {
      if (!isFolder || !SHELF_FOLDER.test(name)) continue;
      const files = await disk.list(`${folder}/${name}`);
      const used = files.find((file) => file.name === USED_FILE)?.modified ?? modified;
      shelves.push({ path: `${folder}/${name}`, files, used });
    }
    let size = 0;
    for (const { path, files, used } of shelves.sort((a, b) => b.used - a.used)) {
      size += files.reduce((sum, file) => sum + file.size, 0);
      const isTooMuch = size > MAX_TOTAL_SIZE || now() - used > MAX_AGE_MS;
      const removed = isTooMuch ? files.filter(isOurs) : files.filter((file) => this.#isGivenUp(file));
      for (const file of removed) await disk.remove(`${path}/${file.name}`);
      if (isTooMuch) await disk.remove(path);
    }
  }

  #isGivenUp({ name, modified }: StoredEntry): boolean {
    return name.endsWith(UNFINISHED) && this.#parts.now() - modified > MAX_WRITING_MS;
  }
}

function isOurs({ name, isFolder }: StoredEntry): boolean {
  const isNamed = name === USED_FILE || name === NETWORK_FILE;
  return !isFolder && (SHARD_FILE.test(name) || name.endsWith(UNFINISHED) || isNamed);
}
