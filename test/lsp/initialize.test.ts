import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InitializeParams } from 'vscode-languageserver';
import { clients, wired } from '../support/editor.ts';

/** What a client is offered: at the handshake, and what is registered after it. */
async function check(params: Partial<InitializeParams>): Promise<object> {
  const { editor } = wired();
  const { capabilities } = await editor.initialize(params);
  await editor.handled();
  const registered = editor
    .told('client/registerCapability')
    .flatMap((params) => (params as { registrations: { method: string }[] }).registrations)
    .map(({ method }) => method);
  return {
    encoding: capabilities.positionEncoding,
    inline: capabilities.inlineCompletionProvider === true,
    completion: capabilities.completionProvider !== undefined,
    registered,
  };
}

test('each client is offered the feature that it has, and its own way of counting', async () => {
  const none: string[] = [];
  const cases = [
    [clients.neovim, { encoding: 'utf-8', inline: true, completion: false, registered: none }],
    [clients.lspMode, { encoding: 'utf-32', inline: true, completion: false, registered: none }],
    [clients.oldNeovim, { encoding: undefined, inline: false, completion: true, registered: none }],
    [clients.oldLspMode, { encoding: undefined, inline: false, completion: true, registered: none }],
    [clients.ale, { encoding: undefined, inline: false, completion: true, registered: none }],
    [{ capabilities: {} }, { encoding: undefined, inline: false, completion: true, registered: none }],
    [
      clients.coc,
      {
        encoding: 'utf-16',
        inline: false,
        completion: false,
        registered: [
          'textDocument/inlineCompletion',
          'workspace/didChangeWatchedFiles',
          'workspace/didChangeConfiguration',
        ],
      },
    ],
  ] as const;
  for (const [client, offered] of cases) {
    assert.deepEqual(await check(client as unknown as Partial<InitializeParams>), offered);
  }
});

test('ordinary completion is offered beside inline completion, or not at all, where the settings say so', async () => {
  const { neovim, oldNeovim } = clients;
  const always = { ...neovim, initializationOptions: { completion: 'always' } };
  const never = { ...oldNeovim, initializationOptions: { sureline: { completion: 'never' } } };
  const none: string[] = [];
  assert.deepEqual(await check(always), {
    encoding: 'utf-8',
    inline: true,
    completion: true,
    registered: none,
  });
  assert.deepEqual(await check(never), {
    encoding: undefined,
    inline: false,
    completion: false,
    registered: none,
  });
});

test('it is registered later where the settings come later and the client can', async () => {
  const { editor } = wired(undefined, { configuration: () => ({ completion: 'always' }) });
  await editor.initialize(clients.coc);
  await editor.until(() => JSON.stringify(editor.told('client/registerCapability')).includes('/completion'));
  const count = editor.told('client/registerCapability').length;
  editor.client.notify('workspace/didChangeConfiguration', { settings: null });
  await editor.until(() => editor.told('workspace/configuration').length === 2);
  await editor.handled();
  assert.equal(editor.told('client/registerCapability').length, count);
});

test('the handshake waits for nothing: no settings, no folders, no learning', async () => {
  const { editor, backend } = wired();
  const { serverInfo, capabilities } = await editor.initialize(clients.neovim);
  assert.deepEqual(backend.configured, []);
  assert.deepEqual(serverInfo, { name: 'sureline', version: '1.2.3' });
  assert.deepEqual(capabilities.executeCommandProvider, {
    commands: ['sureline.accepted', 'sureline.probe'],
  });
  assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
});

test('before the handshake nothing is answered', async () => {
  const { editor, backend } = wired();
  const asked = editor.client.request('sureline/explain', {});
  await Promise.all([assert.rejects(asked, /Unhandled method/), editor.initialize()]);
  assert.deepEqual(backend.asked, []);
});

test('shutdown ends the learning, exit the process; an exit without shutdown is a failure, a closed pipe is not', async () => {
  const polite = wired();
  await polite.editor.initialize({ processId: 4321 });
  await polite.editor.client.request('shutdown');
  assert.ok(polite.backend.isDisposed);
  assert.deepEqual(polite.exits, []);
  polite.editor.client.notify('exit');
  await polite.editor.handled();
  assert.deepEqual([polite.exits, polite.watched], [[0], [4321]]);

  const rude = wired();
  await rude.editor.initialize();
  rude.editor.client.notify('exit');
  await rude.editor.handled();
  assert.deepEqual(rude.exits, [1]);

  const gone = wired();
  await gone.editor.initialize();
  gone.hangUp();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(gone.exits, [0]);
});
