import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createProtocolConnection } from 'vscode-languageserver/node';
import { notify } from '../../server/lsp/session.ts';

test('a notification to an editor that is gone is dropped, whenever it went', async () => {
  const fromEditor = new PassThrough();
  const connection = createProtocolConnection(fromEditor, new PassThrough());
  connection.listen();
  const closed = new Promise<void>((resolve) => connection.onClose(resolve));
  fromEditor.destroy();
  await closed;
  assert.throws(() => connection.sendNotification('m'), /closed/, 'the library throws instead of rejecting');
  notify(connection, 'm', {});
  await setImmediate();
});
