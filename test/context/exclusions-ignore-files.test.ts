import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uriOf } from '../../server/base/uri.ts';
import { createExclusions } from '../../server/context/exclusions.ts';

/** Which of the files in the folder are ignored: as git would say, but for `.ignore` and what lies outside the open folder. */
interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly ignored: readonly string[];
  readonly kept: readonly string[];
}

function check({ files, folder = '/p', ignored, kept }: Scene): void {
  const exclusions = createExclusions({
    folders: [folder],
    exclude: [],
    readTextFile: (path) => files[path],
  });
  const found = [...ignored, ...kept].filter((path) => exclusions.covers(uriOf(`/p/${path}`)));
  assert.deepEqual(found, ignored);
}

const scenes: Record<string, Scene> = {
  'a name is ignored at any depth': {
    files: { '/p/.gitignore': 'notes.txt\n*.tmp' },
    ignored: ['notes.txt', 'a/b/notes.txt', 'a/x.tmp'],
    kept: ['notes.txt.md', 'a.ts'],
  },
  'a leading slash ties a name to the directory': {
    files: { '/p/.gitignore': '/notes.txt\n/tmp' },
    ignored: ['notes.txt', 'tmp/a.ts', 'tmp/deep/a.ts'],
    kept: ['a/notes.txt', 'a/tmp/a.ts'],
  },
  'a slash in the middle does, too': {
    files: { '/p/.gitignore': 'a/b' },
    ignored: ['a/b', 'a/b/c.ts'],
    kept: ['x/a/b', 'b'],
  },
  'a slash at the end means directories': {
    files: { '/p/.gitignore': 'tmp/' },
    ignored: ['tmp/a.ts', 'a/tmp/b.ts'],
    kept: ['tmp', 'a/tmp'],
  },
  'the last rule that matches decides': {
    files: { '/p/.gitignore': '*.md\n!README.md\ndocs/README.md' },
    ignored: ['a.md', 'docs/README.md'],
    kept: ['README.md', 'a/README.md'],
  },
  'nothing comes back below an ignored directory': {
    files: { '/p/.gitignore': 'tmp/\n!tmp/keep.ts', '/p/tmp/.gitignore': '!keep.ts' },
    ignored: ['tmp/keep.ts'],
    kept: ['keep.ts'],
  },
  'unless only its contents are ignored': {
    files: { '/p/.gitignore': 'tmp/*\n!tmp/keep.ts' },
    ignored: ['tmp/a.ts', 'tmp/deep/keep.ts'],
    kept: ['tmp/keep.ts'],
  },
  'a nested file speaks of what is below it': {
    files: { '/p/a/.gitignore': 'x.ts\n/y.ts\nc/z.ts' },
    ignored: ['a/x.ts', 'a/b/x.ts', 'a/y.ts', 'a/c/z.ts'],
    kept: ['x.ts', 'a/b/y.ts', 'y.ts', 'a/b/c/z.ts', 'b/a/x.ts'],
  },
  'a nested file overrules those above it': {
    files: { '/p/.gitignore': '*.gen.txt\ncache1', '/p/a/.gitignore': '!*.gen.txt\n!cache1' },
    ignored: ['x.gen.txt', 'b/x.gen.txt', 'cache1/a.ts'],
    kept: ['a/x.gen.txt', 'a/b/x.gen.txt', 'a/cache1/a.ts'],
  },
  'signs in the name of a directory are only signs': {
    files: { '/p/[id]/.gitignore': 'x.ts', '/p/a*/.gitignore': 'x.ts' },
    ignored: ['[id]/x.ts', '[id]/b/x.ts', 'a*/x.ts'],
    kept: ['i/x.ts', 'ab/x.ts'],
  },
  'comments, blank lines, blanks at the end, carriage returns and a byte order mark': {
    files: { '/p/a/.gitignore': '\uFEFFx.ts\r\n# y.ts\r\n\r\n  \r\nz.ts  \r\n\\#w.ts\r\n\\!v.ts\r\nd/ \r\n' },
    ignored: ['a/x.ts', 'a/z.ts', 'a/#w.ts', 'a/!v.ts', 'a/b/d/e.ts'],
    kept: ['a/y.ts', 'a/# y.ts', 'a/d'],
  },
  'capitals matter': {
    files: { '/p/.gitignore': 'Tmp' },
    ignored: ['Tmp/a.ts'],
    kept: ['tmp/a.ts'],
  },
  '.ignore overrules .gitignore, and that .git/info/exclude': {
    files: {
      '/p/.git/info/exclude': 'a.ts\nb.ts\nc.ts',
      '/p/.gitignore': '!b.ts\n!c.ts',
      '/p/.ignore': 'c.ts',
    },
    ignored: ['a.ts', 'c.ts'],
    kept: ['b.ts'],
  },
  'the repository around the folder has its say': {
    files: {
      '/p/.git/HEAD': 'ref',
      '/p/.gitignore': '*.tmp\n/a/b/x.ts',
      '/p/a/.gitignore': 'y.ts',
      '/.gitignore': '*',
    },
    folder: '/p/a/b',
    ignored: ['a/b/z.tmp', 'a/b/x.ts', 'a/b/y.ts'],
    kept: ['a/b/a.ts', 'a/b/c/x.ts'],
  },
  'but not where it ignores the folder itself': {
    files: { '/p/.git/HEAD': 'ref', '/p/.gitignore': '/*', '/p/a/b/.gitignore': 'x.ts' },
    folder: '/p/a/b',
    ignored: ['a/b/x.ts'],
    kept: ['a/b/a.ts'],
  },
  'nor where there is no repository': {
    files: { '/p/.gitignore': '*.ts' },
    folder: '/p/a',
    ignored: [],
    kept: ['a/b.ts'],
  },
};

for (const [name, scene] of Object.entries(scenes)) test(name, () => check(scene));

test('ignore files are read once, and anew after a refresh', () => {
  let text = 'a.ts';
  const reads: string[] = [];
  const exclusions = createExclusions({
    folders: ['/p'],
    exclude: [],
    readTextFile(path) {
      reads.push(path);
      return path === '/p/.gitignore' ? text : undefined;
    },
  });
  assert.equal(exclusions.covers('file:///p/a.ts'), true);
  const once = reads.length;
  text = 'b.ts';
  assert.equal(exclusions.covers('file:///p/a.ts'), true);
  assert.equal(reads.length, once);
  exclusions.refresh();
  assert.equal(exclusions.covers('file:///p/a.ts'), false);
  assert.equal(exclusions.covers('file:///p/b.ts'), true);
});
