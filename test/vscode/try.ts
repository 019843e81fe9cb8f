import { spawnSync } from 'node:child_process';
import { extension } from './extension.ts';
import { openTrial } from './trial.ts';

/** `npm run vscode`: this repository in the VS Code of this machine, with the freshly packed extension. */
const isWindows = process.platform === 'win32';
const { code, message } = openTrial(
  (command, args) => {
    const quoted = isWindows ? args.map((arg) => `"${arg}"`) : args;
    const { error, status } = spawnSync(command, quoted, { stdio: 'inherit', shell: isWindows });
    return error ? undefined : { status: status ?? 1 };
  },
  process.platform,
  extension,
);
if (message !== undefined) process.stderr.write(`${message}\n`);
process.exitCode = code;
