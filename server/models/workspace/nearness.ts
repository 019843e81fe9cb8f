/**
 * How near documents are to another: in the tree of folders, by name, and by what
 * they are written in. A test is near what it tests, a module its siblings.
 */

/** What a step from folder to folder takes off, and what a name of the same words and the same extension add. */
const STEP = 0.6;
const SAME_WORDS = 2;
const SAME_EXTENSION = 3;
/** Documents whose names are compared, of those nearest by folder and extension; more would be noticed as a pause in typing. */
const COMPARED = 500;

/** The others, nearest first, as many as may matter; of equally near ones, the first first. @param uris canonical */
export function byNearness(uri: string, others: Iterable<string>): string[] {
  const words = wordsOf(nameOf(uri));
  return nearestByPlace(uri, others)
    .map(({ other, nearness }) => ({
      other,
      nearness: nearness + SAME_WORDS * similarity(words, wordsOf(nameOf(other))),
    }))
    .toSorted((a, b) => b.nearness - a.nearness)
    .map(({ other }) => other);
}

/** The extension of a file, with its dot; empty where it has none. */
export function extensionOf(uri: string): string {
  return uri.slice(extensionStart(uri));
}

interface Near {
  readonly other: string;
  readonly nearness: number;
}

/** By folder and extension alone. There are few different values, so nothing has to be sorted but those. */
function nearestByPlace(uri: string, others: Iterable<string>): Near[] {
  const own = extensionOf(uri);
  const folders = foldersIn(uri);
  const groups = new Map<number, Near[]>();
  for (const other of others) {
    const steps = folders + foldersIn(other) - 2 * sharedFolders(uri, other);
    const isSame = other.endsWith(own) && extensionStart(other) === other.length - own.length;
    const nearness = (isSame ? SAME_EXTENSION : 0) - STEP * steps;
    const group = groups.get(nearness);
    if (group) group.push({ other, nearness });
    else groups.set(nearness, [{ other, nearness }]);
  }
  const nearest: Near[] = [];
  for (const [, group] of [...groups].toSorted(([a], [b]) => b - a)) {
    nearest.push(...group.slice(0, COMPARED - nearest.length));
    if (nearest.length === COMPARED) break;
  }
  return nearest;
}

/** Where the extension begins, with its dot; the end where there is none. */
function extensionStart(uri: string): number {
  const dot = uri.lastIndexOf('.');
  return dot > uri.lastIndexOf('/') ? dot : uri.length;
}

/** Without folders and extension. */
function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1, extensionStart(uri));
}

function foldersIn(uri: string): number {
  let folders = 0;
  for (let at = uri.indexOf('/'); at >= 0; at = uri.indexOf('/', at + 1)) folders++;
  return folders;
}

function sharedFolders(first: string, second: string): number {
  let shared = 0;
  for (let at = 0; at < first.length && first.charCodeAt(at) === second.charCodeAt(at); at++) {
    if (first.charCodeAt(at) === SLASH) shared++;
  }
  return shared;
}

const SLASH = 47;

/** The words of a name: `HTTPServer.test` has http, server, test. */
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
