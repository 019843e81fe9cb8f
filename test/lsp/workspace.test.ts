import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InitializeParams } from 'vscode-languageserver';
import { wired } from '../support/editor.ts';

/** Connects and sends the messages; returns what the backend learnt of folders and files. */
async function check(
  params: Partial<InitializeParams>,
  messages: readonly (readonly [string, object])[] = [],
) {
  const { editor, backend } = wired();
  await editor.initialize({ capabilities: {}, ...params });
  for (const [method, sent] of messages) editor.client.notify(method, sent);
  await editor.handled();
  return { folders: backend.configured.map(({ folders }) => folders), files: backend.files };
}

test('the open folders: the list, else the root, else its path, else none', async () => {
  const folder = (uri: string) => ({ uri, name: 'x' });
  const cases: readonly (readonly [Partial<InitializeParams>, readonly string[]])[] = [
    [
      { workspaceFolders: [folder('file:///a'), folder('file:///b%20c')], rootUri: 'file:///z' },
      ['/a', '/b c'],
    ],
    [{ workspaceFolders: [folder('untitled:x'), folder('file:///a')] }, ['/a']],
    [{ workspaceFolders: null, rootUri: 'file:///z' }, ['/z']],
    [{ rootUri: 'file:///z', rootPath: '/y' }, ['/z']],
    [{ rootUri: null, rootPath: '/y' }, ['/y']],
    [{ rootUri: null }, []],
    [{ rootUri: 'file:///does/not/exist' }, ['/does/not/exist']],
  ];
  for (const [params, folders] of cases) assert.deepEqual((await check(params)).folders, [folders]);
});

test('folders come and go', async () => {
  const event = { added: [{ uri: 'file:///b', name: 'b' }], removed: [{ uri: 'file:///a', name: 'a' }] };
  const change = ['workspace/didChangeWorkspaceFolders', { event }] as const;
  const { folders } = await check({ rootUri: 'file:///a' }, [change, change]);
  assert.deepEqual(folders, [['/a'], ['/b'], ['/b']]);
});

test('every way to tell of a file is heard', async () => {
  const change = (uri: string, type: number) => ({ uri, type });
  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'workspace/didChangeWatchedFiles',
      { changes: [change('file:///a', 1), change('file:///b', 2), change('file:///c', 3)] },
      ['removed file:///c', 'changed file:///a', 'changed file:///b'],
    ],
    ['textDocument/didSave', { textDocument: { uri: 'file:///a b' } }, ['changed file:///a%20b']],
    ['workspace/didCreateFiles', { files: [{ uri: 'file:///a' }] }, ['changed file:///a']],
    [
      'workspace/didRenameFiles',
      { files: [{ oldUri: 'file:///a', newUri: 'file:///b' }] },
      ['removed file:///a', 'changed file:///b'],
    ],
    ['workspace/didDeleteFiles', { files: [{ uri: 'file:///a' }] }, ['removed file:///a']],
    ['textDocument/didShowCompletion', { item: {} }, []],
    ['textDocument/didPartiallyAcceptCompletion', { item: {}, acceptedLength: 3 }, []],
    ['textDocument/didFocus', { textDocument: { uri: 'file:///a' } }, []],
  ];
  for (const [method, params, files] of cases) {
    assert.deepEqual((await check({}, [[method, params]])).files, files, method);
  }
});
