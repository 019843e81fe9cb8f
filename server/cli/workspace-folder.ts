import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Finds the workspace of a file when nobody says which it is. */

/** The nearest folder at or above `from` that is a Git repository; `otherwise` where none is. */
export async function workspaceOf(from: string, otherwise: string): Promise<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return otherwise;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
