import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ShardStore } from '../storage/shard-store.ts';
import { UNFINISHED } from '../storage/shelf.ts';
import type { StoreDisk, StoredEntry } from '../storage/store-disk.ts';

/** The real store, in the user's cache folder. */
export interface StorePlace {
  /** Absolute path. */
  readonly folder: string;
  readonly version: string;
}

export function storeOnDisk({ folder, version }: StorePlace): ShardStore {
  return new ShardStore({ disk: storeDisk, folder, version, nameFor: hashOf, now: () => Date.now() });
}

/** Sixteen bytes tell apart all there will ever be. */
function hashOf(description: string): string {
  return createHash('sha256').update(description).digest('hex').slice(0, 32);
}

/** Everything here holds source text, so it is for this user alone. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

export const storeDisk: StoreDisk = {
  async list(folder) {
    const names = await readdir(folder).catch(() => []);
    const entries = await Promise.all(names.map((name) => entryAt(folder, name)));
    return entries.filter((entry) => entry !== undefined);
  },
  read: (path) => Promise.resolve(bytesOf(path)),
  async write(path, bytes) {
    const folder = dirname(path);
    if ((await mkdir(folder, { recursive: true, mode: FOLDER_MODE })) === undefined) {
      await chmod(folder, FOLDER_MODE);
    }
    const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
    try {
      await writeFile(unfinished, bytes, { mode: FILE_MODE, flag: 'wx' });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  },
  async remove(path) {
    try {
      const found = await lstat(path);
      await (found.isDirectory() ? rmdir(path) : rm(path));
    } catch {
      // Another editor was first, or it is in use; the next sweep looks again.
    }
  },
};

/** In one piece: read asynchronously, a large file comes in many. */
function bytesOf(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = readFileSync(path);
    // A small file comes in a buffer that it shares with others.
    return bytes.byteLength === bytes.buffer.byteLength
      ? new Uint8Array(bytes.buffer)
      : new Uint8Array(bytes);
  } catch {
    return undefined;
  }
}

/** Undefined for what another editor has removed meanwhile. */
async function entryAt(folder: string, name: string): Promise<StoredEntry | undefined> {
  try {
    const found = await lstat(join(folder, name));
    return { name, isFolder: found.isDirectory(), size: found.size, modified: found.mtimeMs };
  } catch {
    return undefined;
  }
}
