import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import { type Outcome, silent } from '../../server/completion/outcome.ts';
import { clients, shown, wired } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const uri = 'file:///project/a.ts';

/** Completes at the cursor of a marked text of one line, and returns the one item, if there is one. */
async function check(source: string, outcome: Outcome, client: object = clients.oldNeovim) {
  const { text, offset } = marked(source);
  const { editor, backend } = wired(() => outcome);
  await editor.initialize(client);
  editor.client.open(uri, 'typescript', text);
  const list = await editor.client.request<CompletionList>('textDocument/completion', {
    textDocument: { uri },
    position: { line: 0, character: offset },
    context: { triggerKind: 1 },
  });
  assert.equal(list.isIncomplete, true);
  assert.ok(list.items.length <= 1);
  assert.doesNotMatch(JSON.stringify(list), /\\u0000/);
  return { item: list.items[0], asked: backend.asked };
}

test('the item replaces the word at the cursor and begins with it', async () => {
  const { item } = await check('return a█;', shown('rray.length'));
  const expected: CompletionItem = {
    label: 'array.length',
    kind: 1,
    detail: 'Sureline, 97 %',
    sortText: '!',
    filterText: 'array.length',
    textEdit: {
      range: { start: { line: 0, character: 7 }, end: { line: 0, character: 8 } },
      newText: 'array.length',
    },
    insertTextMode: 1,
    command: {
      title: 'Accepted',
      command: 'sureline.accepted',
      arguments: [{ id: '7', confidence: 0.9712, source: 'workspace' }],
    },
  };
  assert.deepEqual(item, expected);
});

test('where no word stands before the cursor, the range is empty', async () => {
  const { item } = await check('f(█)', shown('x'));
  assert.deepEqual(item?.textEdit, {
    range: { start: { line: 0, character: 2 }, end: { line: 0, character: 2 } },
    newText: 'x',
  });
});

test('one line only, and a short label', async () => {
  const long = 'x'.repeat(38);
  const cases: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['b\nc', 'ab', 'ab'],
    ['b\r\nc', 'ab', 'ab'],
    ['\nc', undefined, undefined],
    ['b\0c', 'ab', 'ab'],
    ['\0', undefined, undefined],
    [`${long}😀y`, `a${long}😀y`, `a${long}`],
  ];
  for (const [text, newText, label] of cases) {
    const { item } = await check('a█', shown(text));
    assert.deepEqual([item?.filterText, item?.label], [newText, label], JSON.stringify(text));
  }
});

test('the insert mode is named only to clients that list it', async () => {
  const { item } = await check('a█', shown('b'), clients.ale);
  assert.equal(item?.insertTextMode, undefined);
  assert.equal(item?.filterText, 'ab');
});

test('the request is held like any other that comes while typing', async () => {
  const { asked } = await check('a█', shown('b'));
  assert.deepEqual(
    asked.map(({ trigger }) => trigger),
    ['automatic'],
  );
});

test('every silence is an empty, incomplete list', async () => {
  assert.equal((await check('a█', silent('superseded'))).item, undefined);
  assert.equal((await check('a█', silent('below-cutoff'))).item, undefined);
});

test('a client with inline completion gets no item, and the engine is not asked', async () => {
  const { item, asked } = await check('a█', shown('b'), clients.neovim);
  assert.deepEqual([item, asked], [undefined, []]);
});
