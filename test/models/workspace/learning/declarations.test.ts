import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { findDeclarations } from '../../../../server/models/workspace/learning/declarations.ts';
import { disk } from '../../../../server/models/workspace/learning/disk.ts';
import { folderOnDisk } from './folder-on-disk.ts';

const manifest = (...names: string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });

/** The declarations found from these manifests, in order. */
async function check(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  expected: readonly string[],
  { manifests = ['p/package.json'], prepare = (_root: string): void => {} } = {},
): Promise<void> {
  const folder = folderOnDisk(context, files);
  prepare(folder.root);
  const found = await findDeclarations({
    manifests: manifests.map(folder.at),
    folders: [folder.at('p')],
    files: disk,
    isExcluded: (path) => path.endsWith('secret.d.ts'),
    signal: new AbortController().signal,
  });
  assert.deepEqual(
    found.map((path) => relative(folder.root, path).replaceAll('\\', '/')),
    expected,
  );
}

const a = 'p/node_modules/a';

test('the declarations of named packages are found, and nothing else', (context) =>
  check(
    context,
    {
      'p/package.json': manifest('a', '@scope/b', 'absent'),
      [`${a}/dist/deep/two.d.ts`]: '',
      [`${a}/index.d.ts`]: '',
      [`${a}/index.js`]: '',
      [`${a}/secret.d.ts`]: '',
      [`${a}/node_modules/inner/index.d.ts`]: '',
      'p/node_modules/@scope/b/b.d.ts': '',
      'p/node_modules/unnamed/index.d.ts': '',
    },
    [`${a}/index.d.ts`, `${a}/dist/deep/two.d.ts`, 'p/node_modules/@scope/b/b.d.ts'],
  ));

test('what people use comes before what builds and tests', (context) =>
  check(
    context,
    {
      'p/package.json': JSON.stringify({ devDependencies: { dev: '1' }, dependencies: { a: '1' } }),
      [`${a}/index.d.ts`]: '',
      'p/node_modules/dev/index.d.ts': '',
    },
    [`${a}/index.d.ts`, 'p/node_modules/dev/index.d.ts'],
  ));

test('a package installed further up is found once, never above the open folder', (context) =>
  check(
    context,
    {
      'p/package.json': manifest('a'),
      'p/packages/x/package.json': manifest('a', 'above'),
      [`${a}/index.d.ts`]: '',
      'node_modules/above/index.d.ts': '',
    },
    [`${a}/index.d.ts`],
    { manifests: ['p/package.json', 'p/packages/x/package.json'] },
  ));

test('names that lead elsewhere name nothing', (context) =>
  check(
    context,
    {
      'p/package.json': manifest('../a', '..', '.', 'a/../../b', '@x/../a', '/a', ''),
      'p/a/index.d.ts': '',
      'p/b/i.d.ts': '',
    },
    [],
  ));

for (const text of ['', '{', '[]', 'null', '{ "dependencies": ["a"] }', '{ "dependencies": null }']) {
  test(`the manifest ${JSON.stringify(text)} names nothing`, (context) =>
    check(context, { 'p/package.json': text, [`${a}/index.d.ts`]: '' }, []));
}

test(
  'links are not followed',
  { skip: process.platform === 'win32' && 'links need rights there' },
  (context) =>
    check(context, { 'p/package.json': manifest('a'), 'p/node_modules/x': '', 'real/index.d.ts': '' }, [], {
      prepare: (root) => symlinkSync(`${root}/real`, `${root}/${a}`),
    }),
);

test('a large package does not take the place of all others', (context) =>
  check(
    context,
    {
      'p/package.json': manifest('a', 'b'),
      [`${a}/1.d.ts`]: ' '.repeat(300_000),
      [`${a}/2.d.ts`]: ' '.repeat(300_000),
      'p/node_modules/b/index.d.ts': ' ',
    },
    [`${a}/1.d.ts`, 'p/node_modules/b/index.d.ts'],
  ));
