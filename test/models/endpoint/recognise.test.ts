import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dialects } from '../../../server/models/endpoint/dialects/all.ts';
import {
  dialectByAnswers,
  dialectBySettings,
  isUsable,
  signPaths,
} from '../../../server/models/endpoint/recognise.ts';
import { dialectNames } from '../../../server/settings/settings.ts';

/** The dialect for a URL and model under `auto`, given what the server answered where it was asked. */
function check(
  url: string,
  model: string,
  answers: Readonly<Record<string, unknown>>,
  expected: string,
): void {
  const settings = { url, model, dialect: 'auto' };
  const known = dialectBySettings(settings);
  const found = known ?? dialectByAnswers(new Map(Object.entries(answers)), settings);
  assert.equal(known === undefined ? `asked: ${found.name}` : found.name, expected);
}

describe('a service is known by its host', () => {
  for (const [url, model, expected] of [
    ['https://api.openai.com/v1', 'gpt-4o-mini', 'openai-chat'],
    ['https://eu.api.openai.com/v1', 'gpt-4o-mini', 'openai-chat'],
    ['https://api.openai.com/v1', 'gpt-3.5-turbo-instruct', 'openai-completions'],
    ['https://r.openai.azure.com/openai/v1', 'dep', 'azure'],
    ['https://api.deepseek.com', 'deepseek-chat', 'deepseek'],
    ['https://api.together.xyz/v1', 'm', 'together'],
    ['https://api.fireworks.ai/inference/v1', 'm', 'fireworks'],
    ['https://openrouter.ai/api/v1', 'm', 'openrouter'],
    ['https://api.x.ai/v1', 'grok-4-1-fast-non-reasoning', 'xai'],
    ['https://router.huggingface.co/v1', 'm', 'huggingface'],
    ['https://x.us-east-1.aws.endpoints.huggingface.cloud', 'tgi', 'tgi'],
    ['https://api.endpoints.anyscale.com/v1', 'm', 'anyscale'],
    ['https://text.octoai.run/v1', 'm', 'octoai'],
    ['https://codestral.mistral.ai/v1', 'codestral-latest', 'mistral'],
    ['https://api.groq.com/openai/v1', 'm', 'groq'],
    ['https://generativelanguage.googleapis.com/v1beta/openai', 'm', 'gemini'],
    ['https://api.openai.com.example.org/v1', 'm', 'asked: openai-chat'],
    ['https://notopenrouter.ai/v1', 'm', 'asked: openai-chat'],
  ] as const) {
    it(`${url} ${model}`, () => check(url, model, {}, expected));
  }
});

describe('a server is known by what it answers, else by its port, else by the model', () => {
  const models = (owned_by: string): object => ({ object: 'list', data: [{ id: 'm', owned_by }] });
  const props = { default_generation_settings: { n_ctx: 512 }, total_slots: 2 };
  for (const [name, url, model, answers, expected] of [
    ['Ollama', 'http://box:9000', 'm', { '/api/version': { version: '0.33.0' } }, 'ollama'],
    ['llama.cpp', 'http://box:9000', 'm', { '/props': props, '/v1/models': models('llamacpp') }, 'llamacpp'],
    ['vLLM', 'http://box:9000/v1', 'm', { '/v1/models': models('vllm') }, 'vllm'],
    ['SGLang', 'http://box:9000/v1', 'm', { '/v1/models': models('sglang') }, 'sglang'],
    ['LM Studio', 'http://box:9000/v1', 'm', { '/v1/models': models('organization_owner') }, 'lmstudio'],
    ['TGI', 'http://box:8080', 'm', { '/info': { model_id: 'm', max_concurrent_requests: 128 } }, 'tgi'],
    ['LiteLLM', 'http://box:9000', 'm', { '/health/liveliness': "I'm alive!" }, 'litellm'],
    ['another server at that port', 'http://localhost:8080', 'm', { '/v1/models': models('vllm') }, 'vllm'],
    ['port 11434', 'http://localhost:11434', 'm', {}, 'ollama'],
    ['port 8080', 'http://localhost:8080', 'm', {}, 'llamacpp'],
    ['port 8000', 'http://localhost:8000/v1', 'm', {}, 'vllm'],
    ['port 30000', 'http://localhost:30000/v1', 'm', {}, 'sglang'],
    ['port 1234', 'http://localhost:1234/v1', 'm', {}, 'lmstudio'],
    ['port 4000', 'http://localhost:4000', 'm', {}, 'litellm'],
    ['a legacy model behind a gateway', 'https://box/v1', 'davinci-002', {}, 'openai-completions'],
    ['a model that fills in the middle', 'https://box/v1', 'qwen2.5-coder', {}, 'openai-completions'],
    ['anything else', 'https://box/v1', 'm', {}, 'openai-chat'],
    [
      'errors under a status of success',
      'http://box/v1',
      'm',
      { '/api/version': { error: 'Unexpected endpoint' }, '/props': 'hello', '/v1/models': null },
      'openai-chat',
    ],
  ] as const) {
    it(name, () => check(url, model, answers, `asked: ${expected}`));
  }
});

it('the sign that the port hints at is looked for first', () => {
  const first = (url: string): string | undefined => signPaths({ url, model: 'm', dialect: 'auto' })[0];
  assert.deepEqual(['http://h:11434', 'http://h:8080', 'http://h:8000', 'http://h:4000'].map(first), [
    '/api/version',
    '/props',
    '/v1/models',
    '/health/liveliness',
  ]);
});

it('the settings name each dialect that can be used, and no other', () => {
  const usable = dialects.filter(isUsable).map(({ name }) => name);
  assert.deepEqual(new Set(dialectNames), new Set(['auto', ...usable]));
  assert.equal(new Set(dialects.map(({ name }) => name)).size, dialects.length);
});

describe('what gives no probabilities is refused, with something to use instead', () => {
  for (const [name, model, instead] of [
    ['mistral', 'codestral-latest', /gives no token probabilities.*Ollama/],
    ['groq', 'llama-3.3-70b', /gives no token probabilities.*Together/],
    ['gemini', 'gemini-2.5-flash', /gives no token probabilities.*OpenAI/],
    ['openai-chat', 'o4-mini', /always reasons.*gpt-4o-mini/],
    ['openai-chat', 'gpt-5-mini', /always reasons.*gpt-5\.1/],
    ['openai-chat', 'gpt-5-2025-08-07', /always reasons/],
    ['azure', 'gpt-5', /always reasons/],
    ['deepseek', 'deepseek-reasoner', /deepseek-chat/],
    ['xai', 'grok-4-1-fast-reasoning', /non-reasoning/],
    ['anyscale', 'meta-llama/Llama-2-70b-chat-hf', /Mixtral/],
    ['openai-chat', 'gpt-5.1', undefined],
    ['openai-chat', 'gpt-4o-mini', undefined],
    ['xai', 'grok-4-1-fast-non-reasoning', undefined],
    ['deepseek', 'deepseek-chat', undefined],
  ] as const) {
    it(`${name} ${model}`, () => {
      const refusal = dialects.find((dialect) => dialect.name === name)?.refusal?.(model);
      if (instead) assert.match(refusal ?? '', instead);
      else assert.equal(refusal, undefined);
    });
  }
});
