import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fetchProject, NotToBeHad, type Project } from '../project.ts';

/**
 * Chooses, of published packages, the files that the network is taught: what
 * people wrote, each text once, and none that the reported projects hold, too.
 */

export interface Taught {
  /** Number of the package. */
  readonly project: number;
  /** Of the file, without its folders. */
  readonly name: string;
  readonly text: string;
}

const SOURCE =
  /^\.(?:ts|tsx|mts|js|mjs|cjs|jsx|py|go|rs|java|kt|c|h|cc|cpp|cxx|hpp|hh|cs|rb|php|lua|sh|bash|css|scss|less|html|json|yaml|yml|md|rst|txt|toml)$/;
const NOT_WRITTEN = /\.min\.|\.bundle\.|-lock\.json$|\.umd\.|\.map$/;
const NOT_OWN = /^(?:node_modules|vendor|_vendor|third_party|locale|locales|i18n|\.git)$/;
const SIGNED =
  /@generated\b|code generated\b.*\bdo not edit|<auto-?generated|\b(?:auto-?|automatically )generated\b/i;
const HEADER_LENGTH = 800;
/** Bytes. Larger files are seldom written by hand, and data even less. */
const SIZES = { least: 60, most: 250_000, mostData: 20_000 };
const DATA = new Set(['.json', '.txt', '.html']);
const MOST_AVERAGE_LINE = 150;
/** Characters taken of a package, so that none has too much to say. */
const MOST_OF_PROJECT = 4_000_000;
/** Shorter lines stand everywhere; in characters. */
const LINE = 25;
/** A file is left out when more than this share of its lines, and so many lines, are the reported projects', or more than that were taught. */
const MOST_REPORTED = { share: 0.35, lines: 5 };
const MOST_REPEATED = { share: 0.6, lines: 2 };

/** @param reported folders of the projects that are reported about */
export function* taughtFiles(
  projects: readonly Project[],
  cache: string,
  reported: readonly string[],
  say: (line: string) => void,
): Generator<Taught> {
  const isReported = new Set<string>();
  for (const path of reported.flatMap((folder) => filesIn(folder)))
    if (SOURCE.test(extname(path)))
      for (const line of longLines(readFileSync(path, 'utf8'))) isReported.add(line);
  const isTaught = new Set<string>();
  for (const [number, project] of projects.entries()) {
    let size = 0;
    for (const path of pathsOf(project, cache, say)) {
      if (size > MOST_OF_PROJECT) break;
      const text = writtenText(path);
      if (text === undefined) continue;
      const lines = longLines(text);
      if (repeats(lines, isReported, MOST_REPORTED) || repeats(lines, isTaught, MOST_REPEATED)) continue;
      for (const line of lines) isTaught.add(line);
      size += text.length;
      yield { project: number, name: basename(path), text };
    }
  }
}

function pathsOf(project: Project, cache: string, say: (line: string) => void): readonly string[] {
  try {
    return fetchProject(project, cache).flatMap((place) => filesIn(place));
  } catch (error) {
    if (!(error instanceof NotToBeHad)) throw error;
    say(`${project.name} is left out: ${error.message}`);
    return [];
  }
}

function filesIn(place: string): readonly string[] {
  if (statSync(place).isFile()) return [place];
  const entries = readdirSync(place, { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(place, entry.name);
      if (entry.isDirectory()) return NOT_OWN.test(entry.name) ? [] : filesIn(path);
      return entry.isFile() ? [path] : [];
    });
}

/** The text of a file that somebody wrote; undefined for others. */
function writtenText(path: string): string | undefined {
  const kind = extname(path);
  if (!SOURCE.test(kind) || NOT_WRITTEN.test(path)) return undefined;
  const { size } = statSync(path);
  if (size < SIZES.least || size > (DATA.has(kind) ? SIZES.mostData : SIZES.most)) return undefined;
  const text = readFileSync(path, 'utf8');
  const isText = !text.includes('\0') && !text.includes('\uFFFD');
  const isMinified = text.length / text.split('\n').length > MOST_AVERAGE_LINE;
  return isText && !isMinified && !SIGNED.test(text.slice(0, HEADER_LENGTH)) ? text : undefined;
}

function longLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= LINE);
}

function repeats(
  lines: readonly string[],
  known: ReadonlySet<string>,
  most: { readonly share: number; readonly lines: number },
): boolean {
  const count = lines.filter((line) => known.has(line)).length;
  return count > most.lines && count > most.share * lines.length;
}
