import { readFileSync, type Dirent, type Stats } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import type { EntryKind, Files } from './files.ts';

/** The real disk, for the worker and for `main`. */
export const disk: Files = {
  async list(directory) {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  },
  async stat(path) {
    try {
      const found = await lstat(path);
      return { kind: kindOf(found), size: found.size, modified: found.mtimeMs };
    } catch {
      return undefined;
    }
  },
  read: (path) => readFile(path),
  readTextFile(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}
