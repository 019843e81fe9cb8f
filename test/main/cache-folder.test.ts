import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheFolder, type Machine } from '../../server/main/cache-folder.ts';

const homes = { linux: '/home/x', darwin: '/Users/x', win32: 'C:\\Users\\x' };

/** Where the cache lies on a machine with this environment. */
function check(
  platform: keyof typeof homes,
  environment: Machine['environment'],
  expected: string | undefined,
): void {
  assert.equal(cacheFolder({ platform, environment, home: homes[platform] }), expected);
}

const rows: readonly [string, ...Parameters<typeof check>][] = [
  ['Linux', 'linux', {}, '/home/x/.cache/sureline'],
  ['XDG_CACHE_HOME', 'linux', { XDG_CACHE_HOME: '/var/x' }, '/var/x/sureline'],
  ['a relative XDG_CACHE_HOME', 'linux', { XDG_CACHE_HOME: 'x' }, '/home/x/.cache/sureline'],
  ['macOS', 'darwin', { XDG_CACHE_HOME: '/var/x' }, '/Users/x/Library/Caches/sureline'],
  ['Windows', 'win32', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\sureline'],
  ['Windows without LOCALAPPDATA', 'win32', {}, 'C:\\Users\\x\\AppData\\Local\\sureline'],
  ['a folder of one’s own', 'darwin', { SURELINE_CACHE_DIR: '/my/own' }, '/my/own'],
  ['none that is wanted', 'linux', { SURELINE_CACHE_DIR: 'off' }, undefined],
  ['none, said with an empty value', 'win32', { SURELINE_CACHE_DIR: '' }, undefined],
];

for (const [name, ...row] of rows) test(name, () => check(...row));
