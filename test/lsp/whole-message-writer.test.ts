import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { type Message, StreamMessageReader } from 'vscode-languageserver/node';
import { WholeMessageWriter } from '../../server/lsp/whole-message-writer.ts';

const notification = (params: unknown): Message => ({ jsonrpc: '2.0', method: 'm', params }) as Message;

/** Each message is one chunk, and the library reads from them what was written. */
async function check(messages: readonly Message[]) {
  const stream = new PassThrough();
  const chunks: unknown[] = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  const read: Message[] = [];
  const { promise: allRead, resolve } = Promise.withResolvers<void>();
  new StreamMessageReader(stream).listen((message) => {
    if (read.push(message) === messages.length) resolve();
  });
  const writer = new WholeMessageWriter(stream);
  for (const message of messages) await writer.write(message);
  await allRead;
  assert.equal(chunks.length, messages.length);
  assert.deepEqual(read, messages);
}

test('a message is one piece', () => check([notification({ text: 'a' }), notification([1])]));
test('its length is counted in bytes', () => check([notification('ä\n🙂\u2028'), notification('b')]));
test('what cannot be written is told', async () => {
  const stream = new PassThrough();
  const writer = new WholeMessageWriter(stream);
  const told: string[] = [];
  writer.onError(([error]) => told.push(error.message));
  let closed = 0;
  writer.onClose(() => closed++);
  stream.destroy(new Error('broken pipe'));
  await assert.rejects(writer.write(notification(1)), /destroyed/);
  assert.ok(told.includes('broken pipe'), told.join());
  assert.equal(closed, 1);
});
