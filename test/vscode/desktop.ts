import { posix, win32 } from 'node:path';

/**
 * Finds a desktop VS Code for the screen tests: the one that the environment
 * names, or one that the test tool of VS Code downloads. Everything it needs of
 * the machine is passed in.
 */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isReachable: (url: string) => Promise<boolean>;
  /** Path of the program, downloaded the first time; rejects where that fails. */
  readonly download: () => Promise<string>;
}

/** A VS Code, or why there is none. */
export type Found = Desktop | { readonly missing: string };

export interface Desktop {
  /** The program with the window. */
  readonly program: string;
  /** The command line that installs extensions: the program itself would open a window. */
  readonly cli: string;
}

const RELEASES = 'https://update.code.visualstudio.com/api/releases/stable';

export async function findDesktop({ environment, platform, isReachable, download }: Machine): Promise<Found> {
  const named = environment['SURELINE_VSCODE'];
  if (named !== undefined) return { program: named, cli: cliOf(named, platform) };
  if (platform === 'linux' && (environment['DISPLAY'] ?? '') === '') {
    return { missing: 'there is no display (DISPLAY is not set)' };
  }
  if (!(await isReachable(RELEASES))) return { missing: `${new URL(RELEASES).host} cannot be reached` };
  try {
    const program = await download();
    return { program, cli: cliOf(program, platform) };
  } catch (error) {
    return { missing: `the download failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Where the command line lies beside the program. */
function cliOf(program: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return win32.join(win32.dirname(program), 'bin', 'code.cmd');
  if (platform !== 'darwin') return posix.join(posix.dirname(program), 'bin', 'code');
  return posix.join(posix.dirname(program), '..', 'Resources', 'app', 'bin', 'code');
}

/** The environment for a VS Code of its own: what the terminal of another one sets would lead to that. */
export function ownEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const own = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(VSCODE_|ELECTRON_RUN_AS_NODE$)/.test(entry[0]),
  );
  return Object.fromEntries(own);
}
