import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isSource, languageOf } from '../../server/cli/languages.ts';
import type { Script } from '../../server/cli/replay.ts';

/** Chooses the files to type: by the hash of their path, so that nobody's taste is in it and every run has the same. */

/** Bytes. Shorter files say little, longer ones take all the time. */
const LEAST_SIZE = 2500;
const MOST_SIZE = 9000;

/** @param folders of one project @param wanted how many files, if there are so many */
export function chooseHeldOut(
  folders: readonly string[],
  language: string,
  wanted: number,
): readonly Script[] {
  return folders
    .flatMap((folder) =>
      filesBelow(folder).map((path) => ({ path, name: relative(join(folder, '..'), path) })),
    )
    .filter(({ path }) => isSource(path) && languageOf(path).name === language)
    .map(({ path, name }) => ({ path, name, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => Buffer.byteLength(text) >= LEAST_SIZE && Buffer.byteLength(text) <= MOST_SIZE)
    .toSorted((a, b) => (hash(a.name) < hash(b.name) ? -1 : 1))
    .slice(0, wanted);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function hash(name: string): string {
  return createHash('sha256').update(name.replaceAll('\\', '/')).digest('hex');
}
