import { spawnSync } from 'node:child_process';
import { extension } from './extension.ts';

/** Opens this repository in the VS Code of this machine, with the freshly packed extension in a profile of its own. */
const code = process.platform === 'win32' ? 'code.cmd' : 'code';
const profile = ['--profile', 'Sureline trial'];
const shell = process.platform === 'win32';
const installed = spawnSync(code, [...profile, '--install-extension', extension, '--force'], {
  stdio: 'inherit',
  shell,
});
if (installed.error) {
  process.stderr.write(
    `There is no VS Code on this machine (no "${code}" in the PATH). The extension is packed: ${extension}\n`,
  );
  process.exit(1);
}
spawnSync(code, [...profile, '.'], { stdio: 'inherit', shell });
