import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InlineCompletionItem } from 'vscode-languageserver';
import { type Outcome, silent, silenceReasons, type SilenceReason } from '../../server/completion/outcome.ts';
import type { Trigger } from '../../server/completion/request.ts';
import { clients, shown, wired } from '../support/editor.ts';
import { marked } from '../support/marked.ts';

const uri = 'file:///project/a.ts';

/** Opens a marked text of one line in an editor, asks at its cursor, and returns the reply. */
async function check(source: string, outcome: Outcome, client: object = clients.coc) {
  const { text, prefix } = marked(source);
  const { editor } = wired(() => outcome);
  await editor.initialize(client);
  editor.client.open(uri, 'typescript', text, 0);
  const units =
    editor.result.capabilities.positionEncoding === 'utf-8' ? Buffer.from(prefix).length : prefix.length;
  return editor.client.inlineCompletion(uri, { line: 0, character: units });
}

test('what is shown is one item: plain text, an empty range at the cursor, and the command', async () => {
  const argument = { id: '7', confidence: 0.9712, source: 'workspace' };
  const item = (character: number, insertText: string): InlineCompletionItem => ({
    insertText,
    range: { start: { line: 0, character }, end: { line: 0, character } },
    command: { title: 'Accepted', command: 'sureline.accepted', arguments: [argument] },
  });
  assert.deepEqual(await check('foo(█)', shown('ret')), [item(4, 'ret')]);
  assert.deepEqual(await check('"😀" █', shown('+ b;\n')), [item(5, '+ b;\n')]);
  assert.deepEqual(await check('"😀" █', shown('+ b;'), clients.neovim), [item(7, '+ b;')]);
});

test('no silence is an error: an empty list takes old text away, and only the superseded get null', async () => {
  for (const reason of Object.keys(silenceReasons) as SilenceReason[]) {
    assert.deepEqual(await check('a█', silent(reason)), reason === 'superseded' ? null : [], reason);
  }
});

test('text ends before U+0000, and an item of nothing else is none', async () => {
  assert.equal((await check('a█', shown('b\0c')))?.[0]?.insertText, 'b');
  assert.deepEqual(await check('a█', shown('\0c')), []);
});

test('the engine is asked with the text, version and place of the moment, under the canonical URI', async () => {
  const { editor, backend } = wired();
  await editor.initialize(clients.coc);
  editor.client.open('file:///c%3A/a%20b.js', 'js', 'let a', 0);
  editor.client.change('file:///c:/a b.js', 11, [
    { range: { start: { line: 0, character: 5 }, end: { line: 0, character: 5 } }, text: ' = ' },
  ]);
  await editor.client.inlineCompletion('file:///c:/a%20b.js', { line: 0, character: 99 });
  const document = { uri: 'file:///c%3A/a%20b.js', languageId: 'javascript', version: 11, text: 'let a = ' };
  assert.deepEqual(backend.asked, [{ document, offset: 8, trigger: 'automatic' }]);
  editor.client.close('file:///c%3A/a%20b.js');
  await editor.handled();
  assert.deepEqual(backend.engineHeard, [
    `changed ${document.uri}`,
    `changed ${document.uri}`,
    `closed ${document.uri}`,
  ]);
});

test('the trigger is read as LSP counts, as VS Code counts once a 0 was seen, and without a context', async () => {
  const cases: readonly (readonly [readonly unknown[], readonly Trigger[]])[] = [
    [
      [1, 2, 1],
      ['invoked', 'automatic', 'invoked'],
    ],
    [
      [1, 0, 1, 1, 0],
      ['invoked', 'invoked', 'automatic', 'automatic', 'invoked'],
    ],
    [
      [undefined, 2],
      ['automatic', 'automatic'],
    ],
    [
      [7, 'x', null],
      ['automatic', 'automatic', 'automatic'],
    ],
  ];
  for (const [kinds, triggers] of cases) {
    const { editor, backend } = wired();
    await editor.initialize(clients.coc);
    editor.client.open(uri, 'typescript', 'a');
    for (const triggerKind of kinds) {
      const context = triggerKind === undefined ? {} : { context: { triggerKind } };
      const place = { textDocument: { uri }, position: { line: 0, character: 1 } };
      await editor.client.request('textDocument/inlineCompletion', { ...place, ...context });
    }
    assert.deepEqual(
      backend.asked.map(({ trigger }) => trigger),
      triggers,
    );
  }
});

test('a document that moved on while the answer was made gets null; a cancelled request aborts', async () => {
  const answer = Promise.withResolvers<Outcome>();
  const { editor, backend } = wired(() => answer.promise);
  await editor.initialize(clients.coc);
  editor.client.open(uri, 'typescript', 'a');
  const cancel = new AbortController();
  const [stale, cancelled] = [
    editor.client.inlineCompletion(uri, { line: 0, character: 1 }),
    editor.client.inlineCompletion(uri, { line: 0, character: 1 }, cancel.signal),
  ];
  await editor.until(() => backend.signals.length === 2);
  cancel.abort();
  await editor.until(() => backend.signals[1]?.aborted === true);
  assert.equal(backend.signals[0]?.aborted, false);
  editor.client.change(uri, 2, [{ text: 'ab' }]);
  await editor.handled();
  answer.resolve(shown('c'));
  assert.deepEqual([await stale, await cancelled], [null, null]);
});

test('accepting is told to the engine; other commands and arguments are not', async () => {
  const { editor, backend } = wired();
  await editor.initialize();
  const accept = (command: string, ...args: unknown[]) =>
    editor.client.request('workspace/executeCommand', { command, arguments: args });
  assert.equal(await accept('sureline.accepted', { id: '7', confidence: 1, source: 'cache' }), null);
  await accept('sureline.other', { id: '8' });
  await accept('sureline.accepted');
  await accept('sureline.accepted', 'text', null);
  await accept('sureline.accepted', { id: 9 });
  assert.deepEqual(backend.engineHeard, ['accepted 7']);
});

test('an explanation is JSON without U+0000', async () => {
  const { editor } = wired();
  await editor.initialize();
  editor.client.open(uri, 'typescript', 'a');
  const params = { textDocument: { uri }, position: { line: 0, character: 1 } };
  const explanation = await editor.client.request<{ readings: { steps: { text: string }[] }[] }>(
    'sureline/explain',
    params,
  );
  assert.equal(explanation.readings[0]?.steps[0]?.text, 'a\uFFFDb');
  const elsewhere = { ...params, textDocument: { uri: 'file:///never-opened' } };
  assert.equal(await editor.client.request('sureline/explain', elsewhere), null);
});
