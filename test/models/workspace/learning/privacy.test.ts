import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EntryKind, Files } from '../../../../server/models/workspace/learning/files.ts';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { FolderLearning } from '../../../../server/models/workspace/learning/folder-learning.ts';
import { wordsOf } from '../../../../server/models/workspace/shard-data.ts';
import { ShardStore } from '../../../../server/models/workspace/storage/shard-store.ts';
import { diskInMemory, nameFor } from '../storage/disk-in-memory.ts';

/** Nothing private is learnt or stored, wherever it stands and whatever stands around it. */

/** Files as a disk shows them. */
function filesOf(texts: ReadonlyMap<string, string>): Files {
  const inFolder = (folder: string): [string, EntryKind][] =>
    [...texts.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split('/'))
      .map(([name = '', ...rest]) => [name, rest.length > 0 ? 'folder' : 'file']);
  return {
    list: async (folder) => [...new Map(inFolder(folder))].map(([name, kind]) => ({ name, kind })),
    async stat(path) {
      const text = texts.get(path);
      return text === undefined ? undefined : { kind: 'file', size: text.length, modified: 1 };
    },
    read: async (path) => new TextEncoder().encode(texts.get(path)),
    readTextFile: (path) => texts.get(path),
  };
}

/** Learns the files; neither the words learnt nor the bytes stored may hold the private text. */
async function check(texts: ReadonlyMap<string, string>, isPrivate: string, exclude: readonly string[] = []) {
  const memory = diskInMemory();
  const store = new ShardStore({ ...memory, folder: '/cache', version: '1', nameFor });
  const learnt: string[] = [];
  const learning = new FolderLearning(
    { folders: ['/p'], exclude, holdOut: [] },
    {
      files: filesOf(texts),
      shelf: store.shelfFor(['/p']),
      build: buildShard,
      onShard: (shard) => void learnt.push(wordsOf(shard).join('\n'), wordsOf(shard).join('')),
      onForget() {},
      onProgress() {},
      onWarning() {},
    },
    new AbortController().signal,
  );
  await learning.open();
  const stored = [...memory.files.values()].map(({ bytes }) => new TextDecoder().decode(bytes));
  assert.ok(stored.length > 1, 'something was stored');
  for (const text of [...learnt, ...stored]) assert.equal(text.includes(isPrivate), false);
}

/** Enough text to be worth storing. */
const ordinary = 'export const ordinary = compute(value);\n'.repeat(3000);
const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
const key = fc
  .string({ unit: fc.constantFrom(...base62), minLength: 36, maxLength: 64 })
  // What chance makes look like a word is no key.
  .filter((text) => /\d[A-Za-z]+\d/.test(text) && /[a-z][A-Z]/.test(text) && new Set(text).size > 18);
const name = fc.constantFrom('src/a.ts', 'b.py', 'docs/deep/c.md', 'conf.yaml');
const around = fc.constantFrom(
  (secret: string) => `const key = "${secret}";`,
  (secret: string) => `token: ${secret}`,
  (secret: string) => `curl -H 'Authorization: Bearer ${secret}' https://example.com`,
  (secret: string) => `# ${secret}`,
  (secret: string) => `f(x, '${secret}', y)`,
);

test('random keys are not, in any file and on any line', () =>
  fc.assert(
    fc.asyncProperty(key, name, around, async (secret, path, line) => {
      const text = `${line(secret)}\n${ordinary}`;
      await check(new Map([[`/p/${path}`, text]]), secret);
    }),
    { numRuns: 30 },
  ));

const excluded = fc.constantFrom(
  '.env',
  '.env.production',
  'deploy/id_rsa',
  '.ssh/config',
  'certs/server.pem',
  'credentials.json',
  'ignored/a.ts',
  'deep/also.ignored',
  'globbed.sql',
  'node_modules/x/index.js',
  'node_modules/x/index.d.ts',
  'node_modules/named/.env.d.ts',
  'node_modules/named/main.js',
  'dist/a.js',
);

test('excluded files are not, whatever they are called and hold', () =>
  fc.assert(
    fc.asyncProperty(excluded, fc.stringMatching(/^[a-z]{9,12}$/), async (path, word) => {
      const texts = new Map([
        ['/p/.gitignore', 'ignored/\n*.ignored\n'],
        ['/p/package.json', '{ "dependencies": { "named": "1" } }'],
        ['/p/src/a.ts', ordinary],
        [`/p/${path}`, `let private${word} = "${word}";\n`.repeat(10)],
      ]);
      await check(texts, word, ['*.sql']);
    }),
    { numRuns: 40 },
  ));
