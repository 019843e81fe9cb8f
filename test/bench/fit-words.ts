import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, fetchProject, type Project, projectsFor } from './project.ts';

/**
 * `npm run fit:words`: counts which words stand in many projects, and writes the
 * common ones where the workspace model reads them. Only how often a word stands
 * there is taken from the projects: those fitted on, and those marked "words" in
 * projects.json. Those reported about are never looked at.
 */

const SHIPPED = fileURLToPath(new URL('../../server/models/workspace/common-words.json', import.meta.url));
const SOURCE = /^\.(?:c|h|hpp|java|cjs|mjs|js|ts|tsx|py|go|rs|rb|php|md|rst|txt)$/;
/** A word of fewer projects is theirs, not everybody's. */
const LEAST_PROJECTS = 3;
/** Shorter words are typed before anything can be said of them; longer ones are data. */
const LENGTHS = { least: 4, most: 23 };
/** No project says more of how common a word is. */
const MOST_SHARE = 0.01;
/** Letters in rows are numbers and ornaments. */
const ROW = /(.)\1\1/;
const WORD = /[a-z]+|[A-Z][a-z]+|[A-Z]+/g;
const LINE = 100;

/** How often each word stands in a project, without regard to case. */
function countsOf(folders: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !SOURCE.test(extname(entry.name)) || entry.name.includes('.min.')) continue;
      for (const [word] of readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(WORD)) {
        const lower = word.toLowerCase();
        if (lower.length < LENGTHS.least || lower.length > LENGTHS.most || ROW.test(lower)) continue;
        counts.set(lower, (counts.get(lower) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/** The words of at least so many projects, commonest first. */
function commonWords(projects: readonly Project[]): readonly string[] {
  const shares = new Map<string, { projects: number; share: number }>();
  for (const project of projects) {
    const counts = countsOf(fetchProject(project, CACHE));
    let total = 0;
    for (const count of counts.values()) total += count;
    process.stderr.write(`${project.name}: ${total} words\n`);
    for (const [word, count] of counts) {
      const known = shares.get(word) ?? { projects: 0, share: 0 };
      shares.set(word, {
        projects: known.projects + 1,
        share: known.share + Math.min(MOST_SHARE, count / total),
      });
    }
  }
  return [...shares]
    .filter(([, { projects: count }]) => count >= LEAST_PROJECTS)
    .toSorted(([first, a], [second, b]) => b.share - a.share || (first < second ? -1 : 1))
    .map(([word]) => word);
}

/** Words by blanks, in lines of about one length. */
function written(words: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line.length + word.length >= LINE) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return `${JSON.stringify([...lines, line], undefined, 2)}\n`;
}

const words = commonWords([...projectsFor('fit'), ...projectsFor('words')]);
writeFileSync(process.argv[2] ?? SHIPPED, written(words));
process.stderr.write(`${words.length} common words\n`);
