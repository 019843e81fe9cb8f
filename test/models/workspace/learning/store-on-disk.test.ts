import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { storeDisk } from '../../../../server/models/workspace/learning/store-on-disk.ts';
import { folderOnDisk } from './folder-on-disk.ts';

const bytes = Uint8Array.of(1, 2, 3, 4, 5);

test('what is written is read, listed and removed', async (context) => {
  const { at } = folderOnDisk(context, {});
  const path = at('cache/shelf/a.shard');
  await storeDisk.write(path, bytes);
  await storeDisk.write(path, bytes);
  const read = await storeDisk.read(path);
  assert.deepEqual(read, bytes);
  assert.equal(read?.buffer.byteLength, bytes.length, 'in a buffer of its own');
  const [entry, ...others] = await storeDisk.list(at('cache/shelf'));
  assert.deepEqual({ ...entry, modified: 0 }, { name: 'a.shard', isFolder: false, size: 5, modified: 0 });
  assert.deepEqual(others, []);
  assert.equal((await storeDisk.list(at('cache')))[0]?.isFolder, true);
  await storeDisk.remove(at('cache/shelf'));
  assert.deepEqual(readdirSync(at('cache/shelf')), ['a.shard'], 'a folder that holds something stays');
  await storeDisk.remove(path);
  await storeDisk.remove(at('cache/shelf'));
  assert.deepEqual(readdirSync(at('cache')), []);
});

test('what is not there is nothing', async (context) => {
  const { at } = folderOnDisk(context, {});
  assert.deepEqual(await storeDisk.list(at('nowhere')), []);
  assert.equal(await storeDisk.read(at('nowhere')), undefined);
  await storeDisk.remove(at('nowhere'));
});

test(
  'only this user may read it',
  { skip: process.platform === 'win32' && 'rights come from the folder above there' },
  async (context) => {
    const { at } = folderOnDisk(context, {});
    await storeDisk.write(at('cache/shelf/a.shard'), bytes);
    const mode = (path: string): number => statSync(at(path)).mode & 0o777;
    assert.deepEqual(['cache', 'cache/shelf', 'cache/shelf/a.shard'].map(mode), [0o700, 0o700, 0o600]);
  },
);

test('what cannot be written leaves what was there, and nothing half', async (context) => {
  const { at } = folderOnDisk(context, { file: 'x', 'shelf/folder/inner': 'x' });
  await assert.rejects(storeDisk.write(at('file/a.shard'), bytes));
  await assert.rejects(storeDisk.write(at('shelf/folder'), bytes));
  assert.deepEqual(readdirSync(at('shelf')), ['folder']);
  assert.equal(readFileSync(at('file'), 'utf8'), 'x');
});
