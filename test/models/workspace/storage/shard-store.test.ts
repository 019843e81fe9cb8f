import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { ShardStore } from '../../../../server/models/workspace/storage/shard-store.ts';
import { diskInMemory, loaded, nameFor } from './disk-in-memory.ts';

const DAY = 24 * 60 * 60 * 1000;
const MEGABYTE = 1_000_000;
const learnt = {
  documents: [{ uri: 'file:///a', size: 1, modified: 1 }],
  shard: buildShard([{ uri: 'file:///a', text: 'a' }]),
};

function storeIn(memory = diskInMemory(), version = '1') {
  const store = new ShardStore({ ...memory, folder: '/cache', version, nameFor });
  return { ...memory, store };
}

/** Workspaces that were opened so many days ago and take so many megabytes; those named stay. */
async function check(workspaces: Record<string, [days: number, megabytes: number]>, expected: string[]) {
  const { store, ...memory } = storeIn();
  for (const [folder, [days, megabytes]] of Object.entries(workspaces)) {
    memory.setTime(100 * DAY - days * DAY);
    const before = new Set(memory.paths());
    const shelf = store.shelfFor([folder]);
    await shelf.save(learnt);
    await shelf.saveNetwork(Uint8Array.of(1), { file: Uint8Array.of(2), documents: [] });
    await shelf.markUsed();
    for (const path of memory.paths()) {
      const file = memory.files.get(path);
      if (file && !before.has(path) && path.endsWith('.shard')) file.size = megabytes * MEGABYTE;
    }
  }
  memory.setTime(100 * DAY);
  await store.sweep();
  const kept = [];
  for (const folder of Object.keys(workspaces)) {
    if ((await loaded(store.shelfFor([folder]))).length > 0) kept.push(folder);
  }
  assert.deepEqual(kept, expected);
  assert.equal((await memory.disk.list('/cache')).length, expected.length, 'emptied folders go');
}

test('what was used lately stays', () => check({ a: [0, 20], b: [29, 20] }, ['a', 'b']));
test('what was not opened for thirty days goes', () => check({ a: [31, 20], b: [1, 20] }, ['b']));
test('of too much, what was opened longest ago goes', () =>
  check({ a: [5, 200], b: [1, 200], c: [9, 100], d: [20, 100] }, ['a', 'b', 'c']));
test('a workspace that is too large by itself goes', () => check({ a: [0, 600] }, []));

test('workspaces and versions have shelves of their own', async () => {
  const at = storeIn();
  await at.store.shelfFor(['/p', '/q']).save(learnt);
  const count = async (version: string, folders: string[]): Promise<number> =>
    (await loaded(storeIn(at, version).store.shelfFor(folders))).length;
  assert.equal(await count('1', ['/p', '/q']), 1);
  assert.equal(await count('1', ['/q', '/p']), 1, 'in any order');
  assert.equal(await count('1', ['/p']), 0);
  assert.equal(await count('2', ['/p', '/q']), 0);
});

test('what was given up while it was written goes after a day; what is not ours stays', async () => {
  const at = storeIn();
  const folder = `/cache/${nameFor('x')}`;
  const names = [
    `${folder}/used`,
    `${folder}/old.part`,
    `${folder}/new.part`,
    '/cache/notes/a.shard',
    `${folder}/b.txt`,
  ];
  const age: Record<string, number> = { 'old.part': 2 };
  for (const path of names) {
    const days = age[path.split('/').at(-1) ?? ''] ?? 0;
    at.files.set(path, { bytes: new Uint8Array(), modified: (10 - days) * DAY });
  }
  at.setTime(10 * DAY);
  await at.store.sweep();
  assert.deepEqual(at.paths(), names.filter((path) => !path.endsWith('old.part')).sort());
  at.setTime(90 * DAY);
  await at.store.sweep();
  assert.deepEqual(at.paths(), ['/cache/notes/a.shard', `${folder}/b.txt`].sort());
});
