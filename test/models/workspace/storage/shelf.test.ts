import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { Shelf } from '../../../../server/models/workspace/storage/shelf.ts';
import { diskInMemory, loaded, nameFor } from './disk-in-memory.ts';

/** A shelf in memory, and shards named by their documents. */
function shelfOn(memory = diskInMemory()) {
  const shelf = new Shelf({ disk: memory.disk, folder: '/cache/w', nameFor });
  const learnt = (names: string, modified = 1) => {
    const uris = names.split(' ');
    const documents = uris.map((uri) => ({ uri, size: 1, modified }));
    return { documents, shard: buildShard(uris.map((uri) => ({ uri, text: uri }))) };
  };
  return {
    ...memory,
    shelf,
    save: (names: string, modified?: number) => shelf.save(learnt(names, modified)),
    /** What is loaded, a shard as the names of its documents. */
    async check(...expected: string[]) {
      const shards = await loaded(new Shelf({ disk: memory.disk, folder: '/cache/w', nameFor }));
      assert.deepEqual(
        shards.map(({ documents }) => documents.map(({ uri }) => uri).join(' ')),
        expected,
      );
      for (const { documents, shard } of shards) {
        assert.deepEqual(
          { documents, shard },
          learnt(documents.map(({ uri }) => uri).join(' '), documents[0]?.modified),
        );
      }
    },
  };
}

test('an empty shelf holds nothing', () => shelfOn().check());

test('shards come back, the latest first', async () => {
  const at = shelfOn();
  await at.save('a b');
  await at.save('c');
  await at.check('c', 'a b');
});

test('the same shard, saved by two editors, is there once', async () => {
  const at = shelfOn();
  const other = shelfOn(at);
  await Promise.all([at.save('a b'), other.save('a b')]);
  await at.check('a b');
});

test('another state of the same files is another shard', async () => {
  const at = shelfOn();
  await at.save('a', 1);
  await at.save('a', 2);
  await at.check('a', 'a');
});

test('what is damaged is passed over and removed', async () => {
  const at = shelfOn();
  await at.save('a');
  const [damaged = ''] = at.paths();
  await at.save('b');
  at.files.set(damaged, { bytes: Uint8Array.of(1, 2, 3, 4), modified: 9 });
  await at.check('b');
  assert.equal(at.paths().includes(damaged), false);
});

test('other files are left alone', async () => {
  const at = shelfOn();
  at.files.set('/cache/w/notes.txt', { bytes: Uint8Array.of(1), modified: 1 });
  at.files.set(`/cache/w/${nameFor('x')}.shard.1.part`, { bytes: Uint8Array.of(1), modified: 1 });
  await at.shelf.markUsed();
  await at.check();
  assert.equal(at.paths().length, 3);
});

test('all that holds a document can be removed', async () => {
  const at = shelfOn();
  await at.save('a b');
  await at.save('b c');
  await at.save('d');
  await at.shelf.discardAllOf(['b', 'unknown']);
  await at.check('d');
});

test('a network comes back with the time at which it was kept, if it comes from the shipped one', async () => {
  const at = shelfOn();
  const shipped = Uint8Array.of(1, 2);
  assert.equal(await at.shelf.network(shipped), undefined);
  await at.save('a');
  const taught = { file: Uint8Array.of(7, 8, 9), documents: ['a'] };
  await at.shelf.saveNetwork(shipped, taught);
  assert.deepEqual(await at.shelf.network(shipped), { ...taught, modified: 2 });
  await at.check('a');
  assert.equal(await at.shelf.network(Uint8Array.of(1, 3)), undefined);
  assert.equal(await at.shelf.network(shipped), undefined, 'it was removed');
});

test('what cannot be written rejects', async () => {
  const at = shelfOn();
  at.fill();
  await assert.rejects(at.save('a'), /no space/);
});
