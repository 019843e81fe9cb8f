import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InitializeParams } from 'vscode-languageserver';
import { defaultSettings, type Settings } from '../../server/settings/settings.ts';
import { type Answers, clients, shown, wired } from '../support/editor.ts';

const changeMethod = 'workspace/didChangeConfiguration';

/** Connects, sends each change, and compares the settings in force after the handshake and after each. */
async function check(
  params: Partial<InitializeParams>,
  answers: Answers,
  changes: readonly unknown[],
  expected: readonly Partial<Settings>[],
): Promise<readonly unknown[]> {
  const { editor, backend } = wired(undefined, answers);
  await editor.initialize(params);
  const inForce: Settings[] = [];
  for (const count of expected.keys()) {
    if (count > 0) editor.client.notify(changeMethod, { settings: changes[count - 1] });
    await editor.until(() => backend.configured.length > count);
    inForce.push(...backend.configured.slice(-1).map(({ settings }) => settings));
  }
  assert.deepEqual(
    inForce,
    expected.map((one) => ({ ...defaultSettings, ...one })),
  );
  return editor.told('window/showMessage');
}

const plain = { capabilities: {} };
const asked = clients.neovim;

test('a client that cannot be asked: its options, then what it sends over them', async () => {
  await check({ ...plain, initializationOptions: { cutoff: 0.9 } }, {}, [], [{ cutoff: 0.9 }]);
  await check(
    { ...plain, initializationOptions: { cutoff: 0.9, delay: 5 } },
    {},
    [{ sureline: { cutoff: 0.8 } }, null, {}, { other: 1 }, { sureline: {} }],
    [
      { cutoff: 0.9, delay: 5 },
      { cutoff: 0.8, delay: 5 },
      { cutoff: 0.8, delay: 5 },
      { cutoff: 0.8, delay: 5 },
      { cutoff: 0.8, delay: 5 },
      { cutoff: 0.9, delay: 5 },
    ],
  );
});

test('a client that can be asked is asked, at the start and at every change', async () => {
  const answers = [{ cutoff: 0.9 }, { cutoff: 0.8 }, { cutoff: 0.7 }];
  await check(
    { ...asked, initializationOptions: { delay: 5 } },
    { configuration: () => answers.shift() },
    [null, { sureline: { cutoff: 0.6 } }],
    [
      { cutoff: 0.9, delay: 5 },
      { cutoff: 0.8, delay: 5 },
      { cutoff: 0.7, delay: 5 },
    ],
  );
});

test('where it answers nothing or an error, what it sends counts', async () => {
  const refusal = () => {
    throw new Error('no');
  };
  for (const configuration of [() => null, refusal]) {
    await check(asked, { configuration }, [{ sureline: { cutoff: 0.6 } }], [{}, { cutoff: 0.6 }]);
  }
});

test('each distinct complaint is shown once', async () => {
  const shownOnce = await check(
    plain,
    {},
    [{ sureline: { cutoff: 2 } }, { sureline: { cutoff: 2, enabled: 1 } }, { sureline: { cutoff: 2 } }],
    [{}, { cutoff: 0.9999 }, { cutoff: 0.9999 }, { cutoff: 0.9999 }],
  );
  assert.deepEqual(shownOnce, [
    { type: 2, message: '"sureline.cutoff" must be from 0.5 to 0.9999; 0.9999 is used instead of 2.' },
    { type: 2, message: '"sureline.enabled" must be true or false; what is set now is ignored.' },
  ]);
});

test('requests that come before the settings wait for them', async () => {
  const configuration = Promise.withResolvers<unknown>();
  const { editor, backend } = wired(() => shown('b'), { configuration: () => configuration.promise });
  await editor.initialize(asked);
  editor.client.open('file:///a', 'text', 'a');
  const reply = editor.client.inlineCompletion('file:///a', { line: 0, character: 1 });
  await editor.handled();
  assert.deepEqual(backend.asked, []);
  configuration.resolve({});
  assert.equal((await reply)?.length, 1);
});

test('a client that never answers is not waited for longer than two seconds', async () => {
  const { editor, backend, clock } = wired(undefined, { configuration: () => new Promise(() => {}) });
  await editor.initialize(asked);
  await clock.advance(1999);
  assert.deepEqual(backend.configured, []);
  await clock.advance(1);
  assert.deepEqual(
    backend.configured.map(({ settings }) => settings),
    [defaultSettings],
  );
});

test('the key comes from a client that keeps it, else from the environment', async () => {
  const keeps = { capabilities: { experimental: { sureline: { apiKey: true } } } };
  const cases = [
    [keeps, () => 'key of the client', 'key of the client'],
    [keeps, () => null, 'key of the environment'],
    [keeps, () => Promise.reject(new Error('locked')), 'key of the environment'],
    [plain, () => 'key of the client', 'key of the environment'],
  ] as const;
  for (const [params, apiKey, expected] of cases) {
    const { editor, backend } = wired(undefined, { apiKey });
    await editor.initialize(params);
    assert.equal(await backend.surroundings?.apiKey('http://localhost:1/v1'), expected);
    assert.deepEqual(editor.told('sureline/apiKey'), params === keeps ? [{ url: 'http://localhost:1' }] : []);
    assert.doesNotMatch(JSON.stringify(editor.told('window/logMessage')), /key of/);
  }
});

test("the editor's own proxy goes to the backend, whatever else stands beside it", async () => {
  const cases = [
    [
      { proxy: 'http://proxy:8080', noProxy: ['a.test', 1] },
      { proxy: 'http://proxy:8080', noProxy: ['a.test'] },
    ],
    [
      { proxy: 'http://proxy:8080', proxySupport: 'off' },
      { proxy: '', noProxy: [] },
    ],
    [{ proxy: 7 }, { proxy: '', noProxy: [] }],
    [null, { proxy: '', noProxy: [] }],
  ] as const;
  for (const [http, expected] of cases) {
    const { editor, backend } = wired(undefined, { http: () => http });
    await editor.initialize(asked);
    await editor.until(() => backend.configured.length > 0);
    assert.deepEqual(backend.configured[0]?.proxy, expected);
  }
});
