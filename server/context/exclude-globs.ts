import picomatch from 'picomatch';
import type { Log } from '../base/log.ts';
import { nameOf } from './portable-path.ts';

/**
 * The user's globs. One without a slash is about names at any depth; one with
 * a slash is about the path from the open folder, or the whole path.
 */

/** Whether the file or folder at `path` itself is excluded; its parents are asked about apart. */
export type ExcludeGlobs = (path: string, relative: string) => boolean;

/** Longer globs are refused by the matcher. */
const MAX_GLOB_LENGTH = 4096;

/** A glob that cannot be read is named in the log once and matches nothing. */
export function excludeGlobs(globs: readonly string[], ignoreCase: boolean, log: Log): ExcludeGlobs {
  const options = { dot: true, nonegate: true, nocase: ignoreCase };
  const byName: picomatch.Matcher[] = [];
  const byPath: picomatch.Matcher[] = [];
  for (const glob of globs) {
    const cleaned = glob.trim().replace(/^\.\//, '').replace(/\/+$/, '');
    if (cleaned === '') continue;
    if (cleaned.length > MAX_GLOB_LENGTH) {
      log.warn(
        `A glob in \`exclude\` is longer than ${MAX_GLOB_LENGTH} characters and is not used; shorten it.`,
      );
    } else if (cleaned.includes('/')) {
      byPath.push(picomatch(cleaned, options));
      if (cleaned.startsWith('/')) byPath.push(picomatch(cleaned.slice(1), options));
    } else {
      byName.push(picomatch(cleaned, options));
    }
  }
  return (path, relative) => {
    const name = nameOf(path);
    if (byName.some((matches) => matches(name))) return true;
    return byPath.some((matches) => matches(relative) || matches(path));
  };
}
