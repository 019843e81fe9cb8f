import { silentLog, type Log } from '../base/log.ts';
import { pathOf } from '../base/uri.ts';
import { isSecretFile, isSecretFolder, isUnwrittenFile, isUnwrittenFolder } from './built-in-exclusions.ts';
import { excludeGlobs } from './exclude-globs.ts';
import { IgnoreRules, type ReadTextFile } from './ignore-files.ts';
import { isWindowsPath, nameOf, parentOf, portablePath } from './portable-path.ts';

/** Which documents are never read, sent or suggested in. */
export interface Exclusions {
  /** Whether the document is excluded: by a built-in rule, an ignore file, or the user's globs. */
  covers(uri: string): boolean;
}

/**
 * The same rules with those for learning, which are stricter: someone who
 * edits a lock file or build output is helped, but it teaches nothing.
 */
export interface FolderExclusions extends Exclusions {
  /** Whether the file at this path is not to be learnt from; so is every file outside the open folders. */
  coversFile(path: string): boolean;
  /** Whether nothing below the folder at this path is to be learnt from. */
  coversFolder(path: string): boolean;
  /** Reads the ignore files anew when next asked. */
  refresh(): void;
}

export interface ExclusionSources {
  /** Paths of the open folders. Of a path outside all of them only the built-in rules and globs are asked. */
  readonly folders: readonly string[];
  /** The user's globs. */
  readonly exclude: readonly string[];
  /** Without it no ignore file is read. */
  readonly readTextFile?: ReadTextFile;
  readonly log?: Log;
}

export function createExclusions(sources: ExclusionSources): FolderExclusions {
  return new Directories(sources);
}

/** What is known of a directory and all above it. */
interface Directory {
  /** The open folder it lies in; empty outside all. */
  readonly folder: string;
  /** Absent outside all open folders. */
  readonly rules?: IgnoreRules;
  readonly isExcluded: boolean;
  readonly isUnwritten: boolean;
}

/** What is asked at every key is remembered for each directory. */
class Directories implements FolderExclusions {
  readonly #readTextFile: ReadTextFile;
  readonly #folders: readonly string[];
  readonly #isGlobbed: ReturnType<typeof excludeGlobs>;
  readonly #known = new Map<string, Directory>();

  constructor({ folders, exclude, readTextFile, log }: ExclusionSources) {
    this.#readTextFile = readTextFile ?? (() => undefined);
    this.#folders = folders.map(portablePath);
    this.#isGlobbed = excludeGlobs(exclude, this.#folders.some(isWindowsPath), log ?? silentLog);
  }

  covers(uri: string): boolean {
    const onDisk = pathOf(uri);
    if (onDisk === undefined) return false;
    const path = portablePath(onDisk);
    return this.#isExcludedFile(path, this.#at(parentOf(path)));
  }

  coversFile(file: string): boolean {
    const path = portablePath(file);
    const directory = this.#at(parentOf(path));
    if (directory.rules === undefined || directory.isUnwritten) return true;
    return isUnwrittenFile(nameOf(path)) || this.#isExcludedFile(path, directory);
  }

  coversFolder(folder: string): boolean {
    const { rules, isExcluded, isUnwritten } = this.#at(portablePath(folder));
    return rules === undefined || isExcluded || isUnwritten;
  }

  refresh(): void {
    this.#known.clear();
  }

  #at(path: string): Directory {
    const known = this.#known.get(path);
    if (known) return known;
    const found = this.#folders.includes(path) ? this.#openFolder(path) : this.#below(path);
    this.#known.set(path, found);
    return found;
  }

  /** The folder was opened on purpose: of the names above it only those of secret folders count. */
  #openFolder(folder: string): Directory {
    const rules = IgnoreRules.at(folder, this.#readTextFile);
    return { folder, rules, isExcluded: folder.split('/').some(isSecretFolder), isUnwritten: false };
  }

  #below(path: string): Directory {
    if (path === '') return { folder: '', isExcluded: false, isUnwritten: false };
    const parent = this.#at(parentOf(path));
    const name = nameOf(path);
    const isExcluded = parent.isExcluded || isSecretFolder(name) || this.#isNamed(path, parent, true);
    return {
      folder: parent.folder,
      ...(parent.rules && { rules: isExcluded ? parent.rules : parent.rules.below(path) }),
      isExcluded,
      isUnwritten: parent.isUnwritten || isUnwrittenFolder(name),
    };
  }

  #isExcludedFile(path: string, directory: Directory): boolean {
    return directory.isExcluded || isSecretFile(path, nameOf(path)) || this.#isNamed(path, directory, false);
  }

  /** By the user's globs or an ignore file, apart from what is said of the directories above. */
  #isNamed(path: string, { folder, rules }: Directory, isFolder: boolean): boolean {
    return this.#isGlobbed(path, path.slice(folder.length + 1)) || rules?.ignores(path, isFolder) === true;
  }
}
