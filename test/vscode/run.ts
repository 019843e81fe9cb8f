import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { findDesktop } from './desktop.ts';
import { installedBrowser, thisMachine } from './install.ts';

/**
 * Runs the screen tests one file after the other: in desktop VS Code where it
 * can be had, else in code-server's with Chromium. Says so where neither is to
 * be had, and fails there: a suite that did not run has not passed.
 */
const found = await findDesktop(thisMachine);
if ('missing' in found && installedBrowser() === undefined) {
  process.stderr.write(
    `The screen tests did not run: there is no desktop VS Code (${found.missing}), and no Chromium for the one from npm.\n` +
      'Install Chromium (Debian: apt-get install chromium), or name one in the environment variable CHROMIUM.\n',
  );
  process.exit(1);
}
process.stdout.write(
  'missing' in found
    ? `Screen tests in the VS Code of code-server, with Chromium: ${found.missing}\n`
    : `Screen tests in ${found.program}\n`,
);
const files = globSync('test/vscode/*.screen.ts');
const desktop = 'missing' in found ? {} : { SURELINE_VSCODE: found.program, SURELINE_VSCODE_CLI: found.cli };
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...files], {
  stdio: 'inherit',
  env: { ...process.env, ...desktop },
});
process.exit(status ?? 1);
