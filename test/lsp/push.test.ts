import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InlineCompletionTriggerKind } from 'vscode-languageserver';
import { clients, shown, wired } from '../support/editor.ts';

const uri = 'file:///a.ts';
const capable = { ...clients.coc.capabilities, experimental: { sureline: { push: true } } };

/** Asks in an editor where `foo` is shown that then grows, lets things happen, and returns what was pushed. */
async function check({
  longer = 'foobar',
  capabilities = capable,
  trigger = 'Automatic',
  edits = 0,
}: {
  longer?: string;
  capabilities?: object;
  trigger?: 'Automatic' | 'Invoked';
  edits?: number;
}) {
  const { editor, backend } = wired(() => shown('foo'));
  backend.longer = longer;
  await editor.initialize({ ...clients.coc, capabilities });
  editor.client.open(uri, 'typescript', 'x = ', 3);
  const asked = editor.client.inlineCompletion(
    uri,
    { line: 0, character: 4 },
    undefined,
    InlineCompletionTriggerKind[trigger],
  );
  for (let edit = 0; edit < edits; edit++) editor.client.change(uri, 4 + edit, [{ text: 'y' }]);
  await asked;
  await editor.handled();
  return editor.told('sureline/pushed');
}

test('a longer text is told with the state it is for, and a command of its own', async () => {
  const command = {
    title: 'Accepted',
    command: 'sureline.accepted',
    arguments: [{ id: '8', confidence: 0.9712, source: 'workspace' }],
  };
  assert.deepEqual(await check({}), [
    {
      textDocument: { uri, version: 3 },
      position: { line: 0, character: 4 },
      insertText: 'foobar',
      command,
    },
  ]);
});

test('nothing is told where nothing grew, or to whom asked by hand, cannot swap, or has typed on', async () => {
  assert.deepEqual(await check({ longer: '' }), []);
  assert.deepEqual(await check({ trigger: 'Invoked' }), []);
  assert.deepEqual(await check({ capabilities: clients.coc.capabilities }), []);
  assert.deepEqual(await check({ edits: 1 }), []);
});

test('other settings are told once they decide, to whom can ask again', async () => {
  const changes = [
    { cutoff: 0.9 },
    { cutoff: 0.9 },
    { cutoff: 0.9, delay: 5 },
    { enabled: false },
    { languages: { go: false } },
  ];
  const toldAfter = async (capability: object): Promise<readonly number[]> => {
    const { editor, backend } = wired();
    const capabilities = { experimental: { sureline: capability } };
    await editor.initialize({ capabilities });
    await editor.until(() => backend.configured.length > 0);
    const told = [editor.told('sureline/refresh').length];
    for (const [index, change] of changes.entries()) {
      editor.client.notify('workspace/didChangeConfiguration', { settings: { sureline: change } });
      await editor.until(() => backend.configured.length > index + 1);
      await editor.handled();
      told.push(editor.told('sureline/refresh').length);
    }
    return told;
  };
  assert.deepEqual(await toldAfter({ refresh: true }), [0, 1, 1, 1, 2, 3]);
  assert.deepEqual(await toldAfter({ push: true }), [0, 0, 0, 0, 0, 0]);
});
