import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Machine } from './desktop.ts';

/**
 * Brings a VS Code where none can be downloaded: the one that code-server
 * carries, from the package registry, into `.cache/vscode`. Nothing of it is
 * part of the repository or its lock file.
 */

/** Carries VS Code 1.139.1. */
const CODE_SERVER = 'code-server@4.139.1';
const FOLDER = fileURLToPath(new URL('../../.cache/vscode', import.meta.url));
const VSCODE = join(FOLDER, 'node_modules', 'code-server', 'lib', 'vscode');

/** The files of the release that decide who may use proposed API. */
const GATED = [
  'server-main.js',
  'vs/workbench/api/node/extensionHostProcess.js',
  'vs/workbench/api/worker/extensionHostWorkerMain.js',
  'vs/code/browser/workbench/workbench.js',
];

/** Installs it the first time, which takes about half a minute. Returns the path of VS Code's server. */
export function installedServer(): string {
  const stamp = join(FOLDER, `${CODE_SERVER.replace('@', '-')}.installed`);
  if (!existsSync(stamp)) {
    process.stderr.write(`Installing ${CODE_SERVER} into .cache/vscode (once) ...\n`);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), '{ "name": "vscode-for-tests", "private": true }\n');
    npmInstall(FOLDER, CODE_SERVER);
    npmInstall(VSCODE);
    npmInstall(join(VSCODE, 'extensions'));
    for (const file of GATED) closeGate(join(VSCODE, 'out', file));
    writeFileSync(stamp, '');
  }
  return join(VSCODE, 'out', 'server-main.js');
}

/** This machine, for finding a desktop VS Code. */
export const thisMachine: Machine = {
  environment: process.env,
  platform: process.platform,
  isReachable,
  download,
};

const TEST_ELECTRON = '@vscode/test-electron@3.1.0';
/** How long the place of downloads may take to answer, in milliseconds. */
const REACH_MS = 5000;

/** By the test tool of VS Code, which is installed the first time. */
async function download(): Promise<string> {
  const folder = `${FOLDER}-desktop`;
  const tool = join(folder, 'node_modules', '@vscode', 'test-electron', 'out', 'index.js');
  if (!existsSync(tool)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "vscode-for-tests", "private": true }\n');
    npmInstall(folder, TEST_ELECTRON);
  }
  const electron = (await import(pathToFileURL(tool).href)) as {
    downloadAndUnzipVSCode(options: { version: string; cachePath: string }): Promise<string>;
  };
  return electron.downloadAndUnzipVSCode({ version: 'stable', cachePath: folder });
}

async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(REACH_MS) })).ok;
  } catch {
    return false;
  }
}

/** The browser that shows it; undefined where there is none. */
export function installedBrowser(): string | undefined {
  const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env['CHROMIUM'] ?? '', ...candidates].find((path) => path !== '' && existsSync(path));
}

/** Without install scripts: what they would compile is not needed here. */
function npmInstall(folder: string, ...packages: readonly string[]): void {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', '--ignore-scripts', '--omit=dev', ...quiet, ...packages], {
    cwd: folder,
    // The scripts of npm itself, too, run on the Node that runs this.
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** code-server lets every extension use proposed API. Users' VS Code does not, so the check is put back as VS Code has it. */
function closeGate(path: string): void {
  const open =
    /(function [\w$]+\((?<extension>[\w$]+),(?<proposal>[\w$]+)\)\{return)!0(\}function [\w$]+\([\w$]+,[\w$]+\)\{if\(![\w$]+\([\w$]+,[\w$]+\)\)throw new Error\(`Extension '\$\{[\w$]+\.identifier\.value\}' CANNOT use API proposal)/;
  const before = readFileSync(path, 'utf8');
  const after = before
    .replace(
      open,
      '$1!!($<extension>.enabledApiProposals&&$<extension>.enabledApiProposals.includes($<proposal>))$4',
    )
    .replace('_envEnablesProposedApiForAll=!0', '_envEnablesProposedApiForAll=!1');
  if (!open.test(before)) {
    throw new Error(`${path} is another release than expected: its check for proposed API was not found.`);
  }
  writeFileSync(path, after);
}
