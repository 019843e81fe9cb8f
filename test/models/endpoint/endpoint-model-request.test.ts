import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chat, check, completion, plainPrompt, sumWritten } from './asking.ts';

describe('a request', () => {
  it('asks a chat model to go on, with logprobs, in a stream', async () => {
    const { replies, received } = await check({ answers: [chat] });
    assert.deepEqual(replies, [sumWritten]);
    const [request] = received;
    assert.ok(request && received.length === 1);
    assert.equal(request.path, '/v1/chat/completions');
    const { messages, ...rest } = request.body as { messages: { role: string; content: string }[] };
    assert.deepEqual(rest, {
      model: 'gpt-4o-mini',
      temperature: 0,
      n: 1,
      stream: true,
      max_completion_tokens: 4,
      logprobs: true,
      top_logprobs: 20,
    });
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user'],
    );
    assert.ok(messages[1]?.content.endsWith(plainPrompt.prefix), 'what changes from key to key comes last');
    assert.ok(messages[1]?.content.includes('print(add(1, 2))'));
  });

  for (const [model, suffix] of [
    ['gpt-3.5-turbo-instruct', { suffix: plainPrompt.suffix }],
    ['gpt-3.5-turbo-instruct-0914', { suffix: plainPrompt.suffix }],
    ['davinci-002', {}],
    ['babbage-002', {}],
  ] as const) {
    it(`has ${model} simply go on with the text`, async () => {
      const { replies, received } = await check({ answers: [completion], settings: { model } });
      assert.deepEqual(replies, [sumWritten]);
      assert.equal(received[0]?.path, '/v1/completions');
      assert.deepEqual(received[0]?.body, {
        model,
        prompt: plainPrompt.prefix,
        ...suffix,
        temperature: 0,
        n: 1,
        stream: true,
        max_tokens: 4,
        logprobs: 5,
      });
    });
  }

  it('takes the dialect that the settings name, over what the model is known for', async () => {
    const { received } = await check({ answers: [completion], settings: { dialect: 'openai-completions' } });
    assert.equal(received[0]?.path, '/v1/completions');
  });

  it('carries the key and nothing about the machine', async () => {
    const { received, log } = await check({ answers: [chat], key: ' sk-secret\n' });
    assert.equal(received[0]?.headers.authorization, 'Bearer sk-secret');
    assert.deepEqual(Object.keys(received[0]?.headers ?? {}).toSorted(), [
      'accept',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    assert.deepEqual(log, []);
  });

  it('carries no key where none is set, whatever the environment says', async (t) => {
    const environment = {
      OPENAI_API_KEY: 'sk-environment',
      OPENAI_ADMIN_KEY: 'sk-admin',
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      OPENAI_ORG_ID: 'org',
      OPENAI_CUSTOM_HEADERS: 'authorization: Bearer sk-custom',
    };
    const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
    t.after(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
    Object.assign(process.env, environment);
    const { received } = await check({ answers: [chat] });
    assert.equal(received[0]?.headers.authorization, undefined);
    assert.equal(received[0]?.headers['openai-organization'], undefined);
  });
});
