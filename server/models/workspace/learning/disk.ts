import { existsSync, lstatSync, readFileSync, type Dirent, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { EntryKind, Files } from './files.ts';

/**
 * The real disk, for the worker and for `main`. Files are asked for and read
 * without leaving the thread: going over to another one takes five times as
 * long as a file of usual size, and nobody waits for this thread.
 */
export const disk: Files = {
  async list(directory) {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  },
  stat: (path) => Promise.resolve(statOf(path)),
  async read(path) {
    // Messages have their turn first: nothing else here leaves the thread for as long as there are files.
    await new Promise((resolve) => setImmediate(resolve));
    return readFileSync(path);
  },
  readTextFile(path) {
    try {
      // Most folders have none, and to say so by an error takes ten times as long.
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },
};

function statOf(path: string): Awaited<ReturnType<Files['stat']>> {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found && { kind: kindOf(found), size: found.size, modified: found.mtimeMs };
  } catch {
    return undefined;
  }
}

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}
