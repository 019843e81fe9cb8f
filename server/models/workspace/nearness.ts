/**
 * How near documents are to another: in the tree of folders, by name, and by what
 * they are written in. A test is near what it tests, a module its siblings.
 */

/** What a step from folder to folder takes off, and what a name of the same words and the same extension add. */
const STEP = 0.6;
const SAME_WORDS = 2;
const SAME_EXTENSION = 3;

/** The others, nearest first; of equally near ones, the first first. @param uris canonical */
export function byNearness(uri: string, others: Iterable<string>): string[] {
  const own = partsOf(uri);
  const words = wordsOf(own.name);
  return Array.from(others, (other, index) => ({ other, index, nearness: nearnessOf(own, words, other) }))
    .toSorted((a, b) => b.nearness - a.nearness || a.index - b.index)
    .map(({ other }) => other);
}

interface Parts {
  readonly uri: string;
  readonly folders: number;
  /** Without the extension. */
  readonly name: string;
  readonly extension: string;
}

function nearnessOf(own: Parts, words: ReadonlySet<string>, other: string): number {
  const { folders, name, extension } = partsOf(other);
  const steps = own.folders + folders - 2 * sharedFolders(own.uri, other);
  return (
    (extension === own.extension ? SAME_EXTENSION : 0) +
    SAME_WORDS * similarity(words, wordsOf(name)) -
    STEP * steps
  );
}

function partsOf(uri: string): Parts {
  const slash = uri.lastIndexOf('/');
  const dot = uri.lastIndexOf('.');
  const end = dot > slash ? dot : uri.length;
  let folders = 0;
  for (let at = uri.indexOf('/'); at >= 0; at = uri.indexOf('/', at + 1)) folders++;
  return { uri, folders, name: uri.slice(slash + 1, end), extension: uri.slice(end) };
}

function sharedFolders(first: string, second: string): number {
  let shared = 0;
  for (let at = 0; at < first.length && first.charCodeAt(at) === second.charCodeAt(at); at++) {
    if (first.charCodeAt(at) === 47) shared++;
  }
  return shared;
}

/** The words of a name: `userStore.test` has user, store, test. */
function wordsOf(name: string): ReadonlySet<string> {
  return new Set(name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\d]+/gu)?.map((word) => word.toLowerCase()));
}

/** The share of words that both have, of those that either has. */
function similarity(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of second) if (first.has(word)) shared++;
  const all = first.size + second.size - shared;
  return all === 0 ? 0 : shared / all;
}
