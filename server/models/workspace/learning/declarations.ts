import { dirname, join } from 'node:path';
import type { Files } from './files.ts';

/**
 * Finds the type declarations of the packages that a workspace uses: of those
 * its `package.json` files name, and of nothing else that is installed. What
 * they offer is what will be called.
 */

/**
 * Bytes of all declarations. They make what is shown more often right, but outnumber what people write: with 6 MB
 * of them beside 1 MB of source a twentieth of the keys that were saved had to be typed again.
 */
const MAX_TOTAL_SIZE = 2_000_000;
/** Bytes of one package, so that one large one does not take the place of all others. */
const MAX_PACKAGE_SIZE = 500_000;
/** A workspace with more packages of its own is looked at in part. */
const MAX_MANIFESTS = 200;
/** Directories looked at in one package. */
const MAX_DIRECTORIES = 500;
/** What people use comes before what builds and tests it. */
const FIELDS = ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies'];
/** Names that lead nowhere else. */
const PACKAGE_NAME = /^(?:@[\w-][\w.-]*\/)?[\w-][\w.-]*$/;
const DECLARATION = /\.d\.ts$/;

export interface DeclarationSearch {
  /** Paths of `package.json` files, the outermost first. */
  readonly manifests: readonly string[];
  /** Open folders; nothing above them is looked at. */
  readonly folders: readonly string[];
  readonly files: Files;
  readonly isExcluded: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/** Paths of declarations, as many as fit, those near the top of their package first. Links are not followed. */
export async function findDeclarations(search: DeclarationSearch): Promise<readonly string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  let size = 0;
  for (const manifest of search.manifests.slice(0, MAX_MANIFESTS)) {
    for (const name of await namesIn(manifest, search.files)) {
      const folder = await installed(name, dirname(manifest), search);
      if (folder === undefined || seen.has(folder)) continue;
      if (search.signal.aborted || size >= MAX_TOTAL_SIZE) return found;
      seen.add(folder);
      const limit = Math.min(MAX_PACKAGE_SIZE, MAX_TOTAL_SIZE - size);
      const declared = await declarationsIn(folder, limit, search);
      found.push(...declared.paths);
      size += declared.size;
    }
  }
  return found;
}

/** What cannot be read as a manifest names nothing. */
async function namesIn(manifest: string, files: Files): Promise<readonly string[]> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(await files.read(manifest)));
    const fields = new Map<string, unknown>(isRecord(parsed) ? Object.entries(parsed) : []);
    const names = FIELDS.map((field) => fields.get(field)).flatMap((value) =>
      isRecord(value) ? Object.keys(value) : [],
    );
    return names.filter((name) => PACKAGE_NAME.test(name));
  } catch {
    return [];
  }
}

/** Where a package is installed for a folder: there, or in a folder around it. */
async function installed(
  name: string,
  from: string,
  { files, folders }: DeclarationSearch,
): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    const found = await files.stat(path);
    if (found?.kind === 'folder') return path;
    if (folders.includes(folder) || dirname(folder) === folder) return undefined;
  }
}

async function declarationsIn(
  folder: string,
  limit: number,
  { files, isExcluded, signal }: DeclarationSearch,
): Promise<{ readonly paths: readonly string[]; readonly size: number }> {
  const paths: string[] = [];
  let size = 0;
  const directories = new Set([folder]);
  // Directories found on the way are added to the set that is being walked.
  for (const directory of directories) {
    if (signal.aborted) break;
    for (const { name, kind } of await files.list(directory).catch(() => [])) {
      const path = join(directory, name);
      if (kind === 'folder' && name !== 'node_modules' && directories.size < MAX_DIRECTORIES) {
        directories.add(path);
      }
      if (kind !== 'file' || !DECLARATION.test(name) || isExcluded(path)) continue;
      const bytes = (await files.stat(path))?.size ?? 0;
      if (size + bytes > limit) continue;
      paths.push(path);
      size += bytes;
    }
  }
  return { paths, size };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
