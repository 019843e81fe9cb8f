import { createExclusions } from '../../context/exclusions.ts';
import { disk } from '../../models/workspace/learning/disk.ts';
import { readSource } from '../../models/workspace/learning/read-source.ts';
import { walk } from '../../models/workspace/learning/walk.ts';
import { isSource } from '../languages.ts';
import type { SourceFile } from './subject.ts';

/** Reads the source files that a folder would be learnt from, as far as a choice among them needs it. */

/** A choice among this many is as good as among all. */
const MAX_FILES = 3000;

/** What is excluded, generated or not to be read is left out. Empty when the signal aborts. */
export async function sourceFilesIn(folder: string, signal: AbortSignal): Promise<readonly SourceFile[]> {
  const exclusions = createExclusions({
    folders: [folder],
    exclude: [],
    readTextFile: (path) => disk.readTextFile(path),
  });
  const { paths } = await walk([folder], disk, exclusions, signal);
  const sources = await Promise.all(
    paths
      .filter(isSource)
      .slice(0, MAX_FILES)
      .map(async (path) => ({ path, source: await readSource(path, disk) })),
  );
  return sources.flatMap(({ path, source }) => ('text' in source ? [{ path, text: source.text }] : []));
}
