import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InitializeParams } from 'vscode-languageserver';
import type { Surroundings } from '../../server/lsp/backend.ts';
import { clients, wired } from '../support/editor.ts';

/** Connects with settings, lets things happen, and returns what the client was told: statuses, and values of progress. */
async function check(
  settings: object,
  happen: (surroundings: Surroundings) => void,
  params: Partial<InitializeParams> = clients.coc,
) {
  const { editor, backend } = wired(undefined, { configuration: () => settings });
  await editor.initialize(params);
  await editor.until(() => backend.configured.length > 0);
  assert.ok(backend.surroundings);
  happen(backend.surroundings);
  await editor.handled();
  await editor.handled();
  const progress = editor.told('$/progress') as { token: string; value: object }[];
  return {
    status: editor.told('sureline/status'),
    progress,
    created: editor.told('window/workDoneProgress/create'),
  };
}

const endpoint = { url: 'http://localhost:1', model: 'm' };
const learning = (files: number, done = false) => ({ done, files, totalFiles: 200 });

test('a status is told when it changes: ready, learning, off, and what is wrong with the endpoint', async () => {
  const nothing = () => {};
  assert.deepEqual((await check({}, nothing)).status, [{ state: 'ready' }]);
  assert.deepEqual((await check({ enabled: false }, (it) => it.onLearning(learning(1)))).status, [
    { state: 'off' },
  ]);
  assert.deepEqual(
    (
      await check({}, (it) => {
        it.onLearning(learning(1));
        it.onLearning(learning(1));
        it.onLearning(learning(100));
        it.onLearning(learning(200, true));
      })
    ).status,
    [
      { state: 'ready' },
      { state: 'learning', percent: 0 },
      { state: 'learning', percent: 50 },
      { state: 'ready' },
    ],
  );
  assert.deepEqual(
    (
      await check({ endpoint }, (it) => {
        it.onEndpoint({ state: 'no-key', reason: 'Set a key.' });
        it.onEndpoint({ state: 'failed', reason: 'It refuses.' });
        it.onEndpoint({ state: 'ready' });
      })
    ).status,
    [
      { state: 'ready', model: 'm' },
      { state: 'no-key', reason: 'Set a key.', model: 'm' },
      { state: 'endpoint-failed', reason: 'It refuses.', model: 'm' },
      { state: 'ready', model: 'm' },
    ],
  );
});

test('a client that warns of every unknown message is not told', async () => {
  assert.deepEqual(
    (await check({}, () => {}, clients.lspMode as unknown as Partial<InitializeParams>)).status,
    [],
  );
});

test('learning shows as one bar in whole per cents, from the first news to the last', async () => {
  const { progress, created } = await check({}, (it) => {
    for (const files of [0, 1, 2, 3]) it.onLearning(learning(files));
    setImmediate(() => it.onLearning(learning(200, true)));
  });
  assert.deepEqual(created, [{ token: 'sureline-learning-1' }]);
  const kinds = progress.map(({ value }) => ('kind' in value ? value.kind : ''));
  assert.equal(kinds[0], 'begin');
  assert.equal(kinds.at(-1), 'end');
  assert.deepEqual(progress[0]?.token, 'sureline-learning-1');
});

test('learning that is over before the client has made the bar ends it; what is over at once shows none', async () => {
  const over = await check({}, (it) => {
    it.onLearning(learning(1));
    it.onLearning(learning(200, true));
  });
  assert.deepEqual(
    over.progress.map(({ value }) => value),
    [
      { kind: 'begin', title: 'Sureline: learning this workspace', percentage: 100 },
      { kind: 'end', message: '200 files' },
    ],
  );
  assert.deepEqual((await check({}, (it) => it.onLearning(learning(9, true)))).created, []);
});

test('a client that shows no progress is asked for no bar', async () => {
  const { created, progress } = await check({}, (it) => it.onLearning(learning(1)), clients.neovim);
  assert.deepEqual([created, progress], [[], []]);
});
