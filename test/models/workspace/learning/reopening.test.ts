import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { uriOf } from '../../../../server/base/uri.ts';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { disk } from '../../../../server/models/workspace/learning/disk.ts';
import { FolderLearning } from '../../../../server/models/workspace/learning/folder-learning.ts';
import type { Curriculum } from '../../../../server/models/workspace/learning/messages.ts';
import { ShardStore } from '../../../../server/models/workspace/storage/shard-store.ts';
import { diskInMemory, nameFor } from '../storage/disk-in-memory.ts';
import { folderOnDisk } from './folder-on-disk.ts';

/** A file of about 60 kB whose text no other has. */
const file = (word: string): string => `let ${word} = be;\n`.repeat(60_000 / (word.length + 10));

/** A workspace of some such files and a store that outlives each opening of it. */
function workspace(context: TestContext, names: readonly string[]) {
  const folder = folderOnDisk(context, Object.fromEntries(names.map((name) => [name, file(name[0] ?? '')])));
  const memory = diskInMemory();
  const store = new ShardStore({ ...memory, folder: '/cache', version: '1', nameFor });
  const named = (uri: string): string => uri.slice(uriOf(folder.root).length + 1);

  /** Opens the folder as a start of the editor does. */
  async function open(curriculum: Partial<Curriculum> = {}) {
    const known = new Set<string>();
    const built: string[] = [];
    const warnings: string[] = [];
    const learning = new FolderLearning(
      { folders: [folder.root], exclude: [], holdOut: [], ...curriculum },
      {
        files: disk,
        shelf: store.shelfFor([folder.root]),
        build(documents) {
          built.push(...documents.map(({ uri }) => named(uri)));
          return buildShard(documents);
        },
        onShard({ documents }) {
          for (const uri of documents) known.add(uri);
        },
        onForget(uris) {
          for (const uri of uris) known.delete(uri);
        },
        onProgress() {},
        onWarning: (message) => warnings.push(message),
      },
      new AbortController().signal,
    );
    await learning.open();
    return { learning, warnings, built: built.sort(), known: () => [...known].map(named).sort() };
  }
  /** What is learnt anew when the folder is opened, and all that is known then. */
  async function check(
    expected: { built: readonly string[]; known: readonly string[] },
    curriculum?: Partial<Curriculum>,
  ) {
    const opened = await open(curriculum);
    assert.deepEqual({ built: opened.built, known: opened.known() }, expected);
  }
  const stored = (): string =>
    [...memory.files.values()].map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
  return { ...folder, memory, open, check, stored };
}

const names = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts', 'g.ts', 'h.ts', 'i.ts', 'j.ts'];

test('what has not changed is not read again', async (context) => {
  const at = workspace(context, names);
  await at.check({ built: names, known: names });
  await at.check({ built: [], known: names });
});

test('what has changed is learnt anew, and that is kept too', async (context) => {
  const at = workspace(context, names);
  await at.open();
  at.write('b.ts', file('x'));
  utimesSync(at.at('c.ts'), 5, 5);
  at.write('new.ts', file('n'));
  const known = [...names, 'new.ts'];
  const { built } = await at.open();
  assert.ok(['b.ts', 'c.ts', 'new.ts'].every((name) => built.includes(name)));
  await at.check({ built: [], known });
});

test('a shard of which much is outdated is learnt anew as a whole', async (context) => {
  const at = workspace(context, names);
  await at.open();
  for (const name of names.slice(2, 7)) at.write(name, file('x'));
  const { built } = await at.open();
  assert.deepEqual(built, names.slice(2));
});

test('what is gone or excluded since leaves the store', async (context) => {
  const at = workspace(context, names);
  await at.open();
  assert.match(at.stored(), /b\.ts/);
  at.remove('b.ts');
  const known = names.filter((name) => name !== 'b.ts');
  assert.deepEqual((await at.open()).known(), known);
  assert.doesNotMatch(at.stored(), /b\.ts/);
  const exclude = ['h.ts'];
  assert.deepEqual(
    (await at.open({ exclude })).known(),
    known.filter((name) => name !== 'h.ts'),
  );
  assert.doesNotMatch(at.stored(), /h\.ts/);
});

test('what is ignored while the folder is open leaves the store at once', async (context) => {
  const at = workspace(context, names);
  const { learning } = await at.open();
  at.write('.gitignore', 'h.ts\n');
  await learning.changed([at.at('.gitignore')]);
  assert.doesNotMatch(at.stored(), /h\.ts/);
});

test('a damaged store is as none', async (context) => {
  const at = workspace(context, names);
  await at.open();
  for (const found of at.memory.files.values()) found.bytes = found.bytes.slice(0, -8);
  await at.check({ built: names, known: names });
  await at.check({ built: [], known: names });
});

test('two editors that open at once do not disturb each other', async (context) => {
  const at = workspace(context, names);
  await Promise.all([at.open(), at.open()]);
  await at.check({ built: [], known: names });
});

test('where something is held out nothing is taken from the store, nor put there', async (context) => {
  const at = workspace(context, names);
  const holdOut = [at.at('a.ts')];
  await at.open({ holdOut });
  assert.equal(at.stored(), '');
  await at.open();
  const known = names.filter((name) => name !== 'a.ts');
  await at.check({ built: known, known }, { holdOut });
});

test('what is small is not kept', async (context) => {
  const at = workspace(context, ['a.ts']);
  await at.open();
  assert.equal(at.stored(), '');
});

test('a disk that is full is said once', async (context) => {
  const at = workspace(context, names);
  at.memory.fill();
  const { warnings, known } = await at.open();
  assert.deepEqual(warnings, ['What was learnt is not kept for the next start: no space left on device']);
  assert.deepEqual(known(), names);
});
