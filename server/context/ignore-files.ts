import ignore, { type Ignore } from 'ignore';
import { isWindowsPath, parentOf } from './portable-path.ts';

/**
 * What the ignore files from a repository's root down to a directory say, as
 * git reads them: the last rule that matches decides, deeper files come later.
 */

/** Returns the text of a file, or undefined where there is none to be read. */
export type ReadTextFile = (path: string) => string | undefined;

/** In the order in which they overrule each other. */
const IGNORE_FILES = ['.gitignore', '.ignore'];

export class IgnoreRules {
  readonly #base: string;
  readonly #rules: Ignore;
  readonly #read: ReadTextFile;

  private constructor(base: string, rules: Ignore, read: ReadTextFile) {
    this.#base = base;
    this.#rules = rules;
    this.#read = read;
  }

  /**
   * The rules at an open folder. Where it lies within a repository they begin
   * at the repository's root, unless they ignore the folder itself: a home
   * directory under version control ignores everything in it.
   */
  static at(folder: string, read: ReadTextFile): IgnoreRules {
    const root = repositoryAround(folder, read);
    if (root === undefined || root === folder) return IgnoreRules.#startAt(folder, read);
    let rules = IgnoreRules.#startAt(root, read);
    for (const directory of directoriesBetween(root, folder)) {
      if (rules.ignores(directory, true)) return IgnoreRules.#startAt(folder, read);
      rules = rules.below(directory);
    }
    return rules;
  }

  static #startAt(base: string, read: ReadTextFile): IgnoreRules {
    const rules = ignore({ ignorecase: isWindowsPath(base) });
    rules.add(read(`${base}/.git/info/exclude`) ?? '');
    return new IgnoreRules(base, rules, read).below(base);
  }

  /** The rules one directory further down, with those of its own ignore files added. */
  below(directory: string): IgnoreRules {
    const patterns = IGNORE_FILES.flatMap((name) => {
      const text = this.#read(`${directory}/${name}`);
      return text === undefined ? [] : patternsFrom(text, this.#relative(directory));
    });
    if (patterns.length === 0) return this;
    const rules = ignore({ ignorecase: isWindowsPath(this.#base) })
      .add(this.#rules)
      .add(patterns);
    return new IgnoreRules(this.#base, rules, this.#read);
  }

  /** Whether the file or folder at `path`, or any folder above it below the base, is ignored. */
  ignores(path: string, isFolder: boolean): boolean {
    return this.#rules.ignores(this.#relative(path) + (isFolder ? '/' : ''));
  }

  #relative(path: string): string {
    return path.slice(this.#base.length + 1);
  }
}

/** The nearest directory at or above the folder that git works in; a worktree has a file `.git`. */
function repositoryAround(folder: string, read: ReadTextFile): string | undefined {
  for (let directory = folder; directory !== ''; directory = parentOf(directory)) {
    const isRepository =
      read(`${directory}/.git/HEAD`) !== undefined || read(`${directory}/.git`) !== undefined;
    if (isRepository) return directory;
  }
  return undefined;
}

/** Every directory below `root` down to `folder`, outermost first. */
function directoriesBetween(root: string, folder: string): string[] {
  const names = folder.slice(root.length + 1).split('/');
  return names.map((_, index) => `${root}/${names.slice(0, index + 1).join('/')}`);
}

/** The lines of an ignore file in `directory`, written as they would be at the base. */
function patternsFrom(text: string, directory: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (directory === '') return lines;
  const start = `/${directory.replace(/[\\*?[\]]/g, String.raw`\$&`)}/`;
  return lines.flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const isNegated = line.startsWith('!');
    const pattern = isNegated ? line.slice(1) : line;
    // A slash anywhere but at the end ties a pattern to the directory of its file.
    const isTied = pattern.trimEnd().slice(0, -1).includes('/');
    const moved = isTied ? start + pattern.replace(/^\//, '') : `${start}**/${pattern}`;
    return [isNegated ? `!${moved}` : moved];
  });
}
