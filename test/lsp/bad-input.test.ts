import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clients, shown, wired } from '../support/editor.ts';

const uri = 'file:///a.ts';

/** Sends a request after an open document; the reply must be the given one, and the server must go on answering. */
async function check(
  method: string,
  params: unknown,
  expected: unknown,
  before: readonly (readonly [string, unknown])[] = [],
) {
  const { editor } = wired(() => shown('b'));
  await editor.initialize(clients.coc);
  editor.client.open(uri, 'klingon', 'a');
  for (const [notification, sent] of before) editor.client.notify(notification, sent);
  assert.deepEqual(await editor.client.request(method, params), expected);
  const after = await editor.client.inlineCompletion(uri, { line: 0, character: 1 });
  assert.equal(after?.length, 1);
  return editor;
}

const inline = 'textDocument/inlineCompletion';
const position = { line: 0, character: 1 };
const nothing = { items: [] };

test('bad requests get the empty reply, never an error', async () => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    [inline, { textDocument: { uri: 'file:///never-opened' }, position }, nothing],
    [inline, { textDocument: { uri: '' }, position }, nothing],
    [inline, { textDocument: { uri: '::' }, position }, nothing],
    [inline, { textDocument: { uri } }, nothing],
    [inline, {}, nothing],
    [inline, { textDocument: null, position: null }, nothing],
    [
      'textDocument/completion',
      { textDocument: { uri: 'file:///never-opened' }, position },
      { isIncomplete: true, items: [] },
    ],
    ['textDocument/completion', {}, { isIncomplete: true, items: [] }],
    ['sureline/explain', {}, null],
    ['workspace/executeCommand', {}, null],
  ];
  for (const [method, params, expected] of cases) await check(method, params, expected);
});

test('bad notifications change nothing', async () => {
  const never = { uri: 'file:///never-opened', version: 1 };
  const notifications: readonly (readonly [string, unknown])[] = [
    ['textDocument/didChange', { textDocument: never, contentChanges: [{ text: 'x' }] }],
    ['textDocument/didChange', {}],
    ['textDocument/didClose', { textDocument: never }],
    ['textDocument/didOpen', {}],
    ['textDocument/didSave', {}],
    ['workspace/didChangeWatchedFiles', {}],
    ['workspace/didChangeWorkspaceFolders', {}],
    ['workspace/didChangeConfiguration', undefined],
    ['workspace/didChangeConfiguration', {}],
    ['workspace/didChangeConfiguration', { settings: 'text' }],
    ['workspace/somethingNew', { a: 1 }],
  ];
  await check('sureline/explain', {}, null, notifications);
});

test('settings of every wrong kind leave the server answering, with one warning each', async () => {
  const editor = await check('sureline/explain', {}, null, [
    [
      'workspace/didChangeConfiguration',
      { settings: { sureline: { cutoff: 'high', delay: -1, colour: 'red' } } },
    ],
  ]);
  await editor.handled();
  assert.equal(editor.told('window/showMessage').length, 3);
});

test('a position past the end is the end', async () => {
  const { editor, backend } = wired(() => shown('b'));
  await editor.initialize(clients.coc);
  editor.client.open(uri, '', 'ab\n');
  for (const position of [
    { line: 0, character: 99 },
    { line: 99, character: 99 },
  ]) {
    await editor.client.inlineCompletion(uri, position);
  }
  assert.deepEqual(
    backend.asked.map(({ offset, document }) => [offset, document.languageId]),
    [
      [2, 'typescript'],
      [3, 'typescript'],
    ],
  );
});
