import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { disk } from '../../../../server/models/workspace/learning/disk.ts';
import { folderOnDisk } from './folder-on-disk.ts';

/** What is told of each of some paths. */
async function check(context: TestContext, expected: Readonly<Record<string, unknown>>): Promise<void> {
  const { at } = folderOnDisk(context, { 'a.ts': 'let a;\n', 'folder/b.ts': '' });
  const told: Record<string, unknown> = {};
  for (const path of Object.keys(expected)) {
    const found = await disk.stat(at(path));
    const text = await disk.read(at(path)).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => undefined,
    );
    told[path] = found && { kind: found.kind, ...(found.kind === 'file' && { size: found.size, text }) };
  }
  assert.deepEqual(told, expected);
}

test('files, folders, and what is not there', (context) =>
  check(context, {
    'a.ts': { kind: 'file', size: 7, text: 'let a;\n' },
    folder: { kind: 'folder' },
    'folder/b.ts': { kind: 'file', size: 0, text: '' },
    nowhere: undefined,
    'a.ts/inner': undefined,
  }));

test('messages have their turn while files are read', async (context) => {
  const { at } = folderOnDisk(context, { 'a.ts': 'let a;\n' });
  const heard: string[] = [];
  setImmediate(() => heard.push('a message'));
  await disk.read(at('a.ts'));
  assert.deepEqual(heard, ['a message']);
});
