import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { desktop, installedBrowser } from './install.ts';

/**
 * Runs the screen tests one file after the other: in desktop VS Code where it
 * can be downloaded, else in code-server's with Chromium. Says so where neither
 * is to be had, and fails there: a suite that did not run has not passed.
 */
const program = await desktop();
if (program === undefined && installedBrowser() === undefined) {
  process.stderr.write(
    'The screen tests did not run: VS Code cannot be downloaded here, and there is no Chromium for the one from npm.\n' +
      'Install Chromium (Debian: apt-get install chromium), or name one in the environment variable CHROMIUM.\n',
  );
  process.exit(1);
}
process.stdout.write(`Screen tests in ${program ?? 'the VS Code of code-server, with Chromium'}\n`);
const files = globSync('test/vscode/*.screen.ts');
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...files], {
  stdio: 'inherit',
  env: { ...process.env, ...(program !== undefined && { SURELINE_VSCODE: program }) },
});
process.exit(status ?? 1);
