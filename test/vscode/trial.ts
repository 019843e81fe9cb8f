/** Opens a folder in the VS Code of this machine, with the extension in a profile of its own. */
export interface Run {
  /** Runs a command to its end; undefined where there is no such command. */
  (command: string, args: readonly string[]): { readonly status: number } | undefined;
}

export interface Ended {
  readonly code: number;
  /** What is to be said; undefined where everything went well. */
  readonly message?: string;
}

/** @param extension path of the .vsix */
export function openTrial(run: Run, platform: NodeJS.Platform, extension: string): Ended {
  const code = platform === 'win32' ? 'code.cmd' : 'code';
  const profile = ['--profile', 'Sureline trial'];
  const installed = run(code, [...profile, '--install-extension', extension, '--force']);
  if (installed === undefined) {
    const message = `There is no VS Code on this machine (no "${code}" in the PATH). The extension is packed: ${extension}`;
    return { code: 1, message };
  }
  if (installed.status !== 0) {
    return {
      code: 1,
      message: `VS Code did not install the extension; what it says stands above. The extension is packed: ${extension}`,
    };
  }
  return { code: run(code, [...profile, '.'])?.status ?? 1 };
}
