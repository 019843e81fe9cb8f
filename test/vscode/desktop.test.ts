import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDesktop, type Found, type Machine, ownEnvironment } from './desktop.ts';

/** What is found on a machine that differs from a Linux with a display and a network. */
async function check(differs: Partial<Machine>, expected: Found, downloads = 0): Promise<void> {
  let downloaded = 0;
  const machine: Machine = {
    environment: { DISPLAY: ':0' },
    platform: 'linux',
    isReachable: async () => true,
    download: async () => '/cache/vscode-linux-x64-1.140.0/code',
    ...differs,
  };
  const download = (): Promise<string> => {
    downloaded++;
    return machine.download();
  };
  assert.deepEqual(await findDesktop({ ...machine, download }), expected);
  assert.equal(downloaded, downloads);
}

test('the program that is named is taken as it is, with the command line that lies beside it', async () => {
  const cases = [
    ['linux', '/usr/share/code/code', '/usr/share/code/bin/code'],
    [
      'darwin',
      '/Applications/Code.app/Contents/MacOS/Electron',
      '/Applications/Code.app/Contents/Resources/app/bin/code',
    ],
    ['win32', 'C:\\Code\\Code.exe', 'C:\\Code\\bin\\code.cmd'],
  ] as const;
  for (const [platform, program, cli] of cases) {
    await check({ platform, environment: { SURELINE_VSCODE: program } }, { program, cli });
  }
});

test('else it is downloaded, with the command line of its platform', async () => {
  const folder = '/cache/vscode-linux-x64-1.140.0';
  await check({}, { program: `${folder}/code`, cli: `${folder}/bin/code` }, 1);
  const app = '/cache/vscode-darwin-arm64-1.140.0/Visual Studio Code.app/Contents';
  await check(
    { platform: 'darwin', environment: {}, download: async () => `${app}/MacOS/Electron` },
    { program: `${app}/MacOS/Electron`, cli: `${app}/Resources/app/bin/code` },
    1,
  );
});

test('where there is none, it says why in a few words, and downloads nothing in vain', async () => {
  await check({ environment: {} }, { missing: 'there is no display (DISPLAY is not set)' });
  await check(
    { isReachable: async () => false },
    { missing: 'update.code.visualstudio.com cannot be reached' },
  );
  const download = async () => {
    throw new Error('getaddrinfo ENOTFOUND');
  };
  await check({ download }, { missing: 'the download failed: getaddrinfo ENOTFOUND' }, 1);
});

test('nothing of another VS Code is in its environment', () => {
  const given = { PATH: '/bin', VSCODE_IPC_HOOK_CLI: '/a', ELECTRON_RUN_AS_NODE: '1', HOME: undefined };
  assert.deepEqual(ownEnvironment(given), { PATH: '/bin' });
});
