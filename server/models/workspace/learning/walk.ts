import { join, resolve } from 'node:path';
import type { FolderExclusions } from '../../../context/exclusions.ts';
import type { Entry, Files } from './files.ts';

/**
 * Lists the files of folders that may be learnt from, by their names alone,
 * those nearest to the top first. Links are not followed, so there are no loops.
 */
export interface Walk {
  readonly paths: readonly string[];
  /** Folders to walk that do not exist or cannot be read. */
  readonly missing: readonly string[];
  /** Directories below them that cannot be read. */
  readonly unreadable: number;
  /** There were more than it would list. */
  readonly isCut: boolean;
}

/** A folder with more is a home directory or a disk, not a project. */
const MAX_FILES = 50_000;
const MAX_DIRECTORIES = 50_000;

/** Ends early when the signal aborts. */
export async function walk(
  folders: readonly string[],
  files: Files,
  exclusions: FolderExclusions,
  signal: AbortSignal,
): Promise<Walk> {
  const paths: string[] = [];
  const missing: string[] = [];
  let unreadable = 0;
  const directories = new Set(folders.map((folder) => resolve(folder)));
  const roots = new Set(directories);
  // Directories found on the way are added to the set that is being walked.
  for (const directory of directories) {
    if (signal.aborted || paths.length > MAX_FILES) break;
    const entries = await listed(files, directory);
    if (entries === undefined && roots.has(directory)) missing.push(directory);
    else if (entries === undefined) unreadable++;
    for (const { name, kind } of entries ?? []) {
      const path = join(directory, name);
      if (kind === 'file' && !exclusions.coversFile(path)) paths.push(path);
      const isWalked = kind === 'folder' && directories.size < MAX_DIRECTORIES;
      if (isWalked && !exclusions.coversFolder(path)) directories.add(path);
    }
  }
  const isCut = paths.length > MAX_FILES || directories.size >= MAX_DIRECTORIES;
  return { paths: paths.slice(0, MAX_FILES), missing, unreadable, isCut };
}

/** In the order of their names, so that two walks agree. */
async function listed(files: Files, directory: string): Promise<readonly Entry[] | undefined> {
  try {
    return [...(await files.list(directory))].sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}
