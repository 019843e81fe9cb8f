import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { uriOf } from '../../../../server/base/uri.ts';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { disk } from '../../../../server/models/workspace/learning/disk.ts';
import { FolderLearning } from '../../../../server/models/workspace/learning/folder-learning.ts';
import { learnFolders } from '../../../../server/models/workspace/learning/learn-folder.ts';
import type { Curriculum, LearningProgress } from '../../../../server/models/workspace/learning/messages.ts';
import type { SourceDocument } from '../../../../server/models/workspace/shard-data.ts';
import { folderOnDisk } from './folder-on-disk.ts';

/** Learns a folder and keeps what a model would know, and how it came to know it. */
function lesson(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  curriculum: Partial<Curriculum> = {},
  { signal = new AbortController().signal, limit = 100_000_000 } = {},
) {
  const folder = folderOnDisk(context, files);
  const known = new Map<string, string>();
  const events: string[] = [];
  const warnings: string[] = [];
  let progress: LearningProgress | undefined;
  const named = (uri: string): string => uri.slice(uriOf(folder.root).length + 1);
  const holdOut = (curriculum.holdOut ?? []).map(folder.at);
  const learning = new FolderLearning(
    { exclude: [], folders: [folder.root], ...curriculum, holdOut },
    {
      files: disk,
      build(documents: readonly SourceDocument[]) {
        for (const { uri, text } of documents) known.set(named(uri), text);
        const size = documents.reduce((sum, { text }) => sum + text.length, 0);
        events.push(`shard ${documents.length} (${Math.round(size / 1000)} kB)`);
        return { ...buildShard([]), documents: documents.map(({ uri }) => uri) };
      },
      onShard() {},
      onForget(uris) {
        for (const uri of uris) known.delete(named(uri));
        events.push(`forget ${uris.map(named).join(' ')}`);
      },
      onProgress: (next) => (progress = next),
      onWarning: (message) => warnings.push(message),
    },
    signal,
    limit,
  );
  return {
    ...folder,
    warnings,
    learning,
    known: () => Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1))),
    progress: () => progress,
    /** What happened since this was last asked. */
    events: () => events.splice(0),
    changed: (...paths: string[]) => learning.changed(paths.map(folder.at)),
  };
}

const text = (size: number): string => 'let it = be;\n'.repeat(size / 13);

test('all files of a folder are learnt, secrets cut out', async (context) => {
  const at = lesson(context, {
    'a.ts': 'let a;',
    'b/c.ts': 'x\nk = "da39a3ee5e6b4b0d3255bfef95601890afd80709"',
  });
  await at.learning.open();
  assert.deepEqual(at.known(), { 'a.ts': 'let a;', 'b/c.ts': 'x\n' });
  assert.deepEqual(at.progress(), { done: true, files: 2, totalFiles: 2, bytes: 54, leftOut: {} });
});

test('the first shard is small, the others are about a megabyte', async (context) => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}.ts`, text(200_000)]));
  const at = lesson(context, files);
  await at.learning.open();
  assert.deepEqual(at.events(), ['shard 1 (200 kB)', 'shard 6 (1200 kB)', 'shard 5 (1000 kB)']);
});

test('what is left out is counted by reason', async (context) => {
  const at = lesson(context, {
    'a.ts': 'let a;',
    'b.ts': 'a\0b',
    'c.ts': '// @generated',
    'd.ts': '// @generated',
    'e.ts': text(600_000),
  });
  await at.learning.open();
  const leftOut = { binary: 1, generated: 2, 'too-large': 1 };
  assert.deepEqual(at.progress(), { done: true, files: 1, totalFiles: 5, bytes: 6, leftOut });
});

test('a folder that does not exist is said once', async (context) => {
  const at = lesson(context, {}, { folders: ['/nowhere/at/all'] });
  await at.learning.open();
  await at.changed('a.ts');
  assert.equal(at.warnings.length, 1);
  assert.match(at.warnings[0] ?? '', /\/?nowhere.* cannot be read/);
});

test('a file held out is not learnt, nor a near copy of it', async (context) => {
  const lines = Array.from({ length: 30 }, (_, index) => `const line${index} = ${index};`);
  const at = lesson(
    context,
    {
      'held.ts': lines.join('\n'),
      'copy/held.ts': lines.join('\r\n'),
      'edited.ts': `// New.\n${lines.slice(0, 20).join('\n')}`,
      'other.ts': 'let other;',
    },
    { holdOut: ['held.ts'] },
  );
  await at.learning.open();
  assert.deepEqual(at.known(), { 'other.ts': 'let other;' });
  at.write('late.ts', lines.join('\n'));
  await at.changed('held.ts', 'late.ts');
  assert.deepEqual(at.known(), { 'other.ts': 'let other;' });
  assert.deepEqual(at.progress()?.leftOut, { 'held-out': 4 });
});

test('a changed file is learnt anew', async (context) => {
  const at = lesson(context, { 'a.ts': 'let a;', 'b.ts': 'let b;' });
  await at.learning.open();
  at.events();
  at.write('a.ts', 'let a = 1;');
  await at.changed('a.ts');
  assert.deepEqual(at.known(), { 'a.ts': 'let a = 1;', 'b.ts': 'let b;' });
  assert.deepEqual(at.events(), ['shard 1 (0 kB)']);
  assert.equal(at.progress()?.bytes, 16);
});

test('files that are created, renamed or removed are followed', async (context) => {
  const at = lesson(context, { 'a.ts': 'let a;', 'b.ts': 'let b;' });
  await at.learning.open();
  at.write('c.ts', 'let c;');
  at.write('new.ts', 'let b;');
  at.remove('b.ts');
  await at.changed('c.ts', 'b.ts', 'new.ts');
  assert.deepEqual(Object.keys(at.known()), ['a.ts', 'c.ts', 'new.ts']);
});

test('a folder stands for all in it', async (context) => {
  const at = lesson(context, { 'a/x.ts': 'x', 'a/deep/y.ts': 'y', 'ab/z.ts': 'z' });
  await at.learning.open();
  at.remove('a');
  at.write('b/x.ts', 'x');
  at.write('b/node_modules/y.ts', 'y');
  await at.changed('a', 'b');
  assert.deepEqual(Object.keys(at.known()), ['ab/z.ts', 'b/x.ts']);
});

test('a file that may no longer be learnt from is forgotten', async (context) => {
  const at = lesson(context, { 'a.ts': 'let a;' });
  await at.learning.open();
  at.write('a.ts', '// @generated');
  await at.changed('a.ts');
  assert.deepEqual(at.known(), {});
  assert.deepEqual(at.progress(), {
    done: true,
    files: 0,
    totalFiles: 1,
    bytes: 0,
    leftOut: { generated: 1 },
  });
});

test('what is excluded or lies outside is not learnt when it changes', async (context) => {
  const at = lesson(context, { 'p/a.ts': 'a' }, { exclude: ['*.sql'] });
  await at.learning.open();
  at.write('.env', 'A=1');
  at.write('x.sql', 'select');
  await at.changed('.env', 'x.sql', '../elsewhere.ts');
  assert.deepEqual(Object.keys(at.known()), ['p/a.ts']);
});

test('a changed ignore file takes effect on what is known', async (context) => {
  const at = lesson(context, { 'a.ts': 'a', 'tmp/b.ts': 'b', '.gitignore': 'a.ts' });
  await at.learning.open();
  assert.deepEqual(Object.keys(at.known()), ['.gitignore', 'tmp/b.ts']);
  at.write('.gitignore', 'tmp/');
  await at.changed('.gitignore');
  assert.deepEqual(at.known(), { '.gitignore': 'tmp/', 'a.ts': 'a' });
});

test('many small shards are merged now and then', async (context) => {
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.ts`, `${index}`]));
  const at = lesson(context, files);
  await at.learning.open();
  at.events();
  for (let index = 0; index < 17; index++) await at.changed(`${index}.ts`);
  const small = Array.from({ length: 17 }, () => 'shard 1 (0 kB)');
  assert.deepEqual(at.events(), [...small, 'shard 17 (0 kB)']);
});

test('nothing is handed on once it is not wanted any more', async (context) => {
  const at = lesson(context, { 'a.ts': 'a' }, {}, { signal: AbortSignal.abort() });
  await at.learning.open();
  assert.deepEqual(at.events(), []);
  assert.equal(at.progress(), undefined);
});

test('learnFolders learns with the real lexer, in process', async (context) => {
  const folder = folderOnDisk(context, { 'a.ts': 'let a;', 'b.ts': 'let b;' });
  const learnt: string[] = [];
  await learnFolders({
    folders: [folder.root],
    exclude: [],
    holdOut: [folder.at('b.ts')],
    files: disk,
    onShard: ({ documents }) => learnt.push(...documents),
    signal: new AbortController().signal,
  });
  assert.deepEqual(learnt, [uriOf(folder.at('a.ts'))]);
});

test('of too much the rest is left out, which is said once', async (context) => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.ts`, text(200_000)]));
  const at = lesson(context, files, {}, { limit: 1_500_000 });
  await at.learning.open();
  await at.changed('0.ts');
  assert.equal(at.progress()?.files, 7);
  assert.deepEqual(at.progress()?.leftOut, { 'over-budget': 33 });
  assert.equal(at.warnings.length, 1);
  assert.match(at.warnings[0] ?? '', /^Learnt the nearest 7 files \(1.5 MB\); 33 more are left out\./);
});

test('what lies near an edited file is learnt, if not all can be', async (context) => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`${index < 36 ? 'a' : 'z'}/${index}.ts`, text(200_000)]),
  );
  const at = lesson(context, files, {}, { limit: 1_000_000 });
  at.learning.approach(uriOf(at.at('z/new.ts')));
  await at.learning.open();
  assert.deepEqual(
    Object.keys(at.known()).filter((name) => name.startsWith('z/')),
    ['z/36.ts', 'z/37.ts', 'z/38.ts', 'z/39.ts'],
  );
});

test('declarations of named packages are learnt, also of those named later', async (context) => {
  const at = lesson(context, {
    'package.json': '{ "dependencies": { "one": "1" } }',
    '.gitignore': 'node_modules/',
    'node_modules/one/dist/index.d.ts': 'export declare const one: 1;',
    'node_modules/one/index.js': 'export const one = 1;',
    'node_modules/two/index.d.ts': 'export declare const two: 2;',
  });
  await at.learning.open();
  const own = ['.gitignore', 'node_modules/one/dist/index.d.ts', 'package.json'];
  assert.deepEqual(Object.keys(at.known()), own);
  at.write('package.json', '{ "devDependencies": { "two": "1" } }');
  await at.changed('package.json');
  assert.deepEqual(Object.keys(at.known()), ['.gitignore', 'node_modules/two/index.d.ts', 'package.json']);
});

test('they are not learnt where the user excludes them', async (context) => {
  const at = lesson(
    context,
    {
      'package.json': '{ "dependencies": { "one": "1" } }',
      'node_modules/one/index.d.ts': 'export declare const one: 1;',
    },
    { exclude: ['node_modules/**'] },
  );
  await at.learning.open();
  assert.deepEqual(Object.keys(at.known()), ['package.json']);
});
