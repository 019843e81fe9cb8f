import { posix, win32 } from 'node:path';

/** Where this user's caches lie, and Sureline's in them. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Path of the user's home. */
  readonly home: string;
}

/**
 * Where what was learnt is kept between starts; undefined where nothing is to be
 * kept, which is what any `SURELINE_CACHE_DIR` says that is not an absolute path.
 */
export function cacheFolder({ environment, platform, home }: Machine): string | undefined {
  const path = platform === 'win32' ? win32 : posix;
  const chosen = environment['SURELINE_CACHE_DIR'];
  if (chosen !== undefined) return path.isAbsolute(chosen) ? chosen : undefined;
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'];
    return path.join(
      local !== undefined && path.isAbsolute(local) ? local : path.join(home, 'AppData', 'Local'),
      'sureline',
    );
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'sureline');
  // A relative one is to be ignored, says whoever came up with it.
  const caches = environment['XDG_CACHE_HOME'];
  return path.join(
    caches !== undefined && path.isAbsolute(caches) ? caches : path.join(home, '.cache'),
    'sureline',
  );
}
