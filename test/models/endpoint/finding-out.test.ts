import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silentLog } from '../../../server/base/log.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import * as reply from '../../support/dialect-replies.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Answer, HttpEndpoint } from '../../support/http-endpoint.ts';
import { direct } from '../../support/send.ts';
import { replyOf, sum, sumWritten } from './asking.ts';

interface Case {
  readonly answers: readonly Answer[];
  readonly signs?: Readonly<Record<string, unknown>>;
  readonly dialect?: string;
  readonly model?: string;
  /** One prompt each, with so many milliseconds before it. */
  readonly pauses?: readonly number[];
}

/** What is sent for some prompts while it is found out how a server wants to be asked: the paths, with `ok` where the steps came. */
async function check(
  { answers, signs = {}, dialect = 'auto', model = 'm', pauses = [0] }: Case,
  told: readonly string[],
) {
  await using server = await HttpEndpoint.start(...answers);
  for (const [path, answer] of Object.entries(signs)) server.signs.set(path, answer);
  const clock = new FakeClock();
  const endpoint = new EndpointModel({
    settings: { url: server.origin, model, dialect },
    apiKey: () => Promise.resolve(undefined),
    send: direct,
    clock,
    log: silentLog,
    onState() {},
  });
  const seen: string[] = [];
  for (const pause of pauses) {
    await clock.advance(pause);
    const from = server.received.length;
    const answer = await replyOf(endpoint, { prefix: 'def add(a, b):\n    return' });
    const paths = server.received.slice(from).map(({ path }) => path);
    seen.push(
      [...paths, answer === sumWritten ? 'ok' : answer.replaceAll(server.origin, 'ORIGIN')].join(' '),
    );
  }
  assert.deepEqual(seen, told);
  return server;
}

const json = { 'content-type': 'application/json' };
const refusal = (status: number, message: string): Answer => ({
  status,
  headers: json,
  pieces: [JSON.stringify({ error: { message } })],
});
const chat: Answer = { pieces: [reply.chat(sum)] };
const completions: Answer = { pieces: [reply.completions(sum)] };
const llama: Answer = { pieces: [reply.llamaEvents(sum)] };
const withoutLogprobs: Answer = {
  pieces: ['data: {"choices":[{"index":0,"text":" a"}]}\n\n', 'data: [DONE]\n\n'],
};
const chatWithoutLogprobs: Answer = {
  pieces: ['data: {"choices":[{"index":0,"delta":{"content":" a"}}]}\n\n', 'data: [DONE]\n\n'],
};
const props = { default_generation_settings: {}, total_slots: 1 };
const noProbabilities =
  '! ORIGIN gives no token probabilities for the model "m": choose a model with logprobs.';

describe('a server that says what it is', () => {
  it('is asked once, by requests that carry no text', async () => {
    const server = await check({ answers: [llama], signs: { '/props': props }, pauses: [0, 0, 0] }, [
      '/infill ok',
      '/infill ok',
      '/infill ok',
    ]);
    assert.equal(new Set(server.looked).size, server.looked.length);
    assert.ok(server.looked.length <= 6);
  });

  it('is asked again after a failure, and found to be another', async () => {
    const vllm = { data: [{ owned_by: 'vllm' }] };
    const answers = [{ status: 500 }, completions];
    const server = await check({ answers, signs: { '/v1/models': vllm }, pauses: [0, 2000] }, [
      '/v1/completions ! ORIGIN has an error of its own (500): see the log of that server, or wait.',
      '/v1/completions ok',
    ]);
    assert.equal(server.looked.filter((path) => path === '/v1/models').length, 2);
  });

  it('is not asked where the settings name the dialect', async () => {
    const server = await check({ answers: [completions], dialect: 'vllm' }, ['/v1/completions ok']);
    assert.deepEqual(server.looked, []);
  });
});

describe('the next route is taken', () => {
  const signs = { '/props': props };
  it('where the endpoint does not have the one before, and remembered', async () => {
    await check(
      { answers: [refusal(501, 'Infill is not supported by this model'), llama], signs, pauses: [0, 0] },
      ['/infill /completion ok', '/completion ok'],
    );
  });

  it('where its answer lists no logprobs', async () => {
    await check({ answers: [withoutLogprobs, chat], dialect: 'sglang' }, [
      '/v1/completions /v1/chat/completions ok',
    ]);
  });

  it('not where the model is unknown', async () => {
    await check({ answers: [refusal(404, 'The model `m` does not exist.')], dialect: 'sglang' }, [
      '/v1/completions ! ORIGIN knows no such address or no model "m" (404): check sureline.endpoint.url, which often ends in /v1, and sureline.endpoint.model.',
    ]);
  });

  it('not where the key is wrong', async () => {
    await check({ answers: [refusal(401, 'no')], dialect: 'sglang' }, [
      '/v1/completions ! ORIGIN does not accept the API key (401): set a valid key.',
    ]);
  });

  it('until there is none; after a pause it begins anew', async () => {
    await check(
      { answers: [withoutLogprobs, chatWithoutLogprobs, completions], dialect: 'sglang', pauses: [0, 2000] },
      [`/v1/completions /v1/chat/completions ${noProbabilities}`, '/v1/completions ok'],
    );
  });

  it('for ten minutes, after which a better one may be there', async () => {
    const answers = [refusal(501, 'Infill is not supported'), llama];
    await check({ answers, signs, pauses: [0, 600_000, 1] }, [
      '/infill /completion ok',
      '/completion ok',
      '/infill ok',
    ]);
  });

  it('again where the model behind it was changed for one with other abilities', async () => {
    await check(
      { answers: [llama, refusal(501, 'Infill is not supported'), llama], signs, pauses: [0, 0, 0] },
      ['/infill ok', '/infill /completion ok', '/completion ok'],
    );
  });
});

describe('limits', () => {
  for (const [name, message, field] of [
    ['fewer alternatives', 'top_logprobs must be between 0 and 5', { top_logprobs: 5 }],
    [
      'the other name for the cap',
      "Unsupported parameter: 'max_completion_tokens'",
      { max_tokens: 4, max_completion_tokens: undefined },
    ],
    ['no temperature', "Unsupported value: 'temperature' does not support 0", { temperature: undefined }],
  ] as const) {
    it(`${name}: learnt from one error, and remembered`, async () => {
      const answers = [refusal(400, message), chat];
      const server = await check({ answers, dialect: 'openai-chat', pauses: [0, 0] }, [
        '/v1/chat/completions /v1/chat/completions ok',
        '/v1/chat/completions ok',
      ]);
      for (const { body } of server.received.slice(1)) {
        const sent = body as Record<string, unknown>;
        assert.deepEqual(Object.fromEntries(Object.keys(field).map((key) => [key, sent[key]])), field);
      }
    });
  }

  it('come to an end with an endpoint that is never content', async () => {
    await check({ answers: [refusal(400, 'top_logprobs must be between 0 and 0')], dialect: 'openai-chat' }, [
      `${'/v1/chat/completions '.repeat(3)}! ORIGIN does not understand the request (400): try another sureline.endpoint.dialect or sureline.endpoint.model.`,
    ]);
  });
});

it('where a kind of endpoint has a remedy, it is named', async () => {
  const line = '{"model":"m","response":" a","done":false}\n{"response":"","done":true}\n';
  await check(
    { answers: [{ headers: { 'content-type': 'application/x-ndjson' }, pieces: [line] }], dialect: 'ollama' },
    [
      '/api/generate /api/generate /api/chat ! ORIGIN gives no token probabilities for the model "m": update Ollama to 0.12.11 or newer, and use a model that runs on your own machine.',
    ],
  );
});

it('what is known to give no probabilities is told without sending anything', async () => {
  await check({ answers: [chat], dialect: 'openai-chat', model: 'o4-mini' }, [
    '! o4-mini always reasons first, and OpenAI gives no token probabilities for such models. Use gpt-4.1-mini, gpt-4o-mini, or gpt-5.1 or newer.',
  ]);
});
