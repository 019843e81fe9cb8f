/**
 * One spelling of a path for matching, whatever system it comes from: forward
 * slashes, a small drive letter, no slash at the end (so the root is empty).
 */
export function portablePath(path: string): string {
  const slashed = isWindowsPath(path) ? path.replaceAll('\\', '/') : path;
  const drive = slashed.replace(/^\/?([A-Za-z]):/, (_, letter: string) => `${letter.toLowerCase()}:`);
  return drive.replace(/\/+$/, '');
}

/** Whether a path names a drive or a network share; names are the same in either case there. */
export function isWindowsPath(path: string): boolean {
  return /^\/?[A-Za-z]:(?:[\\/]|$)|^\\\\|^\/\/[^/]/.test(path);
}

/** Everything before the last slash. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Everything after the last slash. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
