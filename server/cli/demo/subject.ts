import { HoldOut } from '../../models/workspace/learning/hold-out.ts';
import { isSource, languageOf } from '../languages.ts';

/** Chooses the file that the demonstration types again, and finds its copies, which the model must not see either. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

export interface Subject extends SourceFile {
  /** Paths of files that say much the same. */
  readonly copies: readonly string[];
}

/** A file of about this many characters is long enough to show something and short enough to have one topic. */
const GOOD_LENGTH = 5000;
/** Candidates whose copies are looked for before the first is taken as it is. */
const MAX_TRIED = 20;
/** Tests are repetitive, which would flatter. */
const BEHIND_ALL_OTHERS = 1e9;
const TEST = /(?:^|[\\/._-])(?:tests?|specs?)[\\/._-]/i;

/** The file of the commonest language whose length is nearest to a good one, that is no test and has no copy, as far as there is one. Undefined without source files. */
export function chooseSubject(files: readonly SourceFile[]): Subject | undefined {
  const sources = files.filter(({ path, text }) => isSource(path) && text.trim() !== '');
  const language = commonest(sources.map(({ path }) => languageOf(path).name));
  const distance = ({ path, text }: SourceFile): number =>
    Math.abs(text.length - GOOD_LENGTH) + (TEST.test(path) ? BEHIND_ALL_OTHERS : 0);
  const candidates = sources
    .filter(({ path }) => languageOf(path).name === language)
    .toSorted((a, b) => distance(a) - distance(b) || (a.path < b.path ? -1 : 1))
    .slice(0, MAX_TRIED);
  let first: Subject | undefined;
  for (const candidate of candidates) {
    const subject = withCopies(candidate, files);
    if (subject.copies.length === 0) return subject;
    first ??= subject;
  }
  return first;
}

/** The file with the paths of all others that say much the same. */
export function withCopies(file: SourceFile, files: readonly SourceFile[]): Subject {
  const heldOut = new HoldOut([file.text]);
  const copies = files.filter(({ path, text }) => path !== file.path && heldOut.coversCopy(text));
  return { ...file, copies: copies.map(({ path }) => path) };
}

/** The value that occurs most often; of equals, the first in the alphabet. */
function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
