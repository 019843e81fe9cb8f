import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createExclusions } from '../../../../server/context/exclusions.ts';
import { disk } from '../../../../server/models/workspace/learning/disk.ts';
import { walk } from '../../../../server/models/workspace/learning/walk.ts';
import { folderOnDisk } from './folder-on-disk.ts';

type Folder = ReturnType<typeof folderOnDisk>;

function folderOf(context: TestContext, paths: readonly string[]): Folder {
  return folderOnDisk(context, Object.fromEntries(paths.map((path) => [path, 'text'])));
}

/** The files that are found, in order, and what is said of the rest. */
async function check(
  folder: Folder,
  expected: { paths: string[]; missing?: string[]; unreadable?: number },
  { folders = ['.'], exclude = [] as string[], signal = new AbortController().signal } = {},
): Promise<void> {
  const roots = folders.map(folder.at);
  const exclusions = createExclusions({
    folders: roots,
    exclude,
    readTextFile: (path) => disk.readTextFile(path),
  });
  const found = await walk(roots, disk, exclusions, signal);
  const named = (paths: readonly string[]): string[] =>
    paths.map((path) => relative(folder.root, path).replaceAll('\\', '/'));
  assert.deepEqual(
    { ...found, paths: named(found.paths), missing: named(found.missing) },
    { missing: [], unreadable: 0, isCut: false, ...expected },
  );
}

test('files nearest to the top come first, each directory by name', (context) =>
  check(folderOf(context, ['b/c/d.ts', 'b/b.ts', 'z.ts', 'a/x.ts', 'a.ts']), {
    paths: ['a.ts', 'z.ts', 'a/x.ts', 'b/b.ts', 'b/c/d.ts'],
  }));

test('what is excluded is not found', (context) => {
  const folder = folderOf(context, [
    'a.ts',
    '.env',
    'node_modules/x/a.ts',
    'tmp/a.ts',
    'logo.png',
    'x.sql',
    'b/c.ts',
  ]);
  folder.write('.gitignore', 'tmp/\n');
  folder.write('b/.gitignore', 'c.ts\n');
  return check(folder, { paths: ['.gitignore', 'a.ts', 'b/.gitignore'] }, { exclude: ['*.sql'] });
});

test(
  'links are not followed',
  { skip: process.platform === 'win32' && 'links need rights there' },
  (context) => {
    const folder = folderOf(context, ['p/a.ts', 'outside/b.ts']);
    symlinkSync(folder.at('p'), folder.at('p/loop'));
    symlinkSync(folder.at('outside'), folder.at('p/outside'));
    symlinkSync(folder.at('outside/b.ts'), folder.at('p/b.ts'));
    symlinkSync(folder.at('nowhere'), folder.at('p/broken'));
    return check(folder, { paths: ['p/a.ts'] }, { folders: ['p'] });
  },
);

test(
  'an open folder may be a link',
  { skip: process.platform === 'win32' && 'links need rights there' },
  (context) => {
    const folder = folderOf(context, ['p/a.ts']);
    symlinkSync(folder.at('p'), folder.at('link'));
    return check(folder, { paths: ['link/a.ts'] }, { folders: ['link'] });
  },
);

test('a folder that lies in another is walked once', (context) =>
  check(folderOf(context, ['a.ts', 'b/b.ts']), { paths: ['a.ts', 'b/b.ts'] }, { folders: ['.', 'b', 'b/'] }));

test('a folder that is missing, or a file, is named', (context) =>
  check(
    folderOf(context, ['p/a.ts', 'file.ts']),
    { paths: ['p/a.ts'], missing: ['nowhere', 'file.ts'] },
    { folders: ['nowhere', 'p', 'file.ts'] },
  ));

const mayReadAll = process.platform === 'win32' || process.getuid?.() === 0;
test(
  'a directory that cannot be read is counted',
  { skip: mayReadAll && 'this user may read all' },
  (context) => {
    const folder = folderOf(context, ['a.ts', 'shut/b.ts']);
    chmodSync(folder.at('shut'), 0);
    context.after(() => chmodSync(folder.at('shut'), 0o700));
    return check(folder, { paths: ['a.ts'], unreadable: 1 });
  },
);

test('it ends when it is not wanted any more', (context) =>
  check(folderOf(context, ['a.ts']), { paths: [] }, { signal: AbortSignal.abort() }));
