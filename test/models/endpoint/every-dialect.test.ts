import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silentLog } from '../../../server/base/log.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import { defaultSettings, dialectNames } from '../../../server/settings/settings.ts';
import * as reply from '../../support/dialect-replies.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Answer, HttpEndpoint } from '../../support/http-endpoint.ts';
import { marked } from '../../support/marked.ts';
import { direct } from '../../support/send.ts';
import { tokens } from '../../support/tokens.ts';

const steps = tokens`····return .98 | ····ü .01 → ·a .99 | ·b .005 → ·+ .98 | ·- .01 → ·b .6 | ·a .3`;
/** What goes on after a prompt whose last line break was left for the reply. */
const owed = tokens`⏎····return .98 | ⏎ .01 → ·a .99 | ·b .005 → ·+ .98 | ·- .01 → ·b .6 | ·a .3`;

/** One route of one dialect: how it is set, what is sent, and the reply as that server spells it. */
interface Case {
  readonly dialect: string;
  readonly model?: string;
  readonly base?: string;
  /** Statuses and bodies of the routes tried before. */
  readonly before?: readonly Answer[];
  readonly reply: string;
  readonly type?: string;
  readonly path: string;
  /** Some of what the last request says. */
  readonly sends: Readonly<Record<string, unknown>>;
}

/** From settings to shown text, over HTTP, in pieces that split frames and characters. */
async function check(route: Case): Promise<void> {
  const { dialect, model = 'm', base = '/v1', before = [], type = 'text/event-stream' } = route;
  const pieces = inPieces(Buffer.from(route.reply), 7);
  await using server = await HttpEndpoint.start(...before, { headers: { 'content-type': type }, pieces });
  const clock = new FakeClock();
  const endpoint = { url: server.origin + base, model, dialect };
  const key = () => Promise.resolve('sk-secret');
  const parts = { clock, log: silentLog, onState() {}, send: direct, apiKey: key };
  const engine = new Engine({ clock, log: silentLog, exclusions: { covers: () => false } });
  engine.configure({ ...defaultSettings, endpoint }, [new EndpointModel({ settings: endpoint, ...parts })]);
  const { text, offset } = marked('def add(a, b):\n    return█\n\nprint(add(1, 2))\n');
  const document = { uri: 'file:///folder/add.py', languageId: 'python', version: 1, text };
  const asked = engine.complete({ document, offset, trigger: 'automatic' }, new AbortController().signal);
  await clock.advance(1000);
  const outcome = await asked;
  const told = outcome.kind === 'shown' ? outcome.text : `${outcome.reason}: ${outcome.detail}`;
  assert.equal(told, ' a +');
  const last = server.received.at(-1);
  assert.equal(last?.path, route.path);
  const body = last?.body as Record<string, unknown>;
  const said = Object.fromEntries(Object.keys(route.sends).map((name) => [name, body[name]]));
  assert.deepEqual(said, route.sends);
  assert.equal(server.received.length, before.length + 1);
  const { 'api-key': bare, authorization } = last?.headers ?? {};
  assert.deepEqual(
    [bare, authorization],
    dialect === 'azure' ? ['sk-secret', undefined] : [undefined, 'Bearer sk-secret'],
  );
}

function inPieces(whole: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
    whole.subarray(at * size, (at + 1) * size),
  );
}

const qwen = 'Qwen/Qwen2.5-Coder-7B';
const byTemplate = '<|fim_prefix|>def add(a, b):\n<|fim_suffix|>\n\nprint(add(1, 2))\n<|fim_middle|>';
const suffix = '\n\nprint(add(1, 2))\n';
const prompt = 'def add(a, b):\n';
const notThere: Answer = { status: 404, pieces: ['{"error":{"message":"File Not Found"}}'] };
const noInfill: Answer = {
  status: 501,
  headers: { 'content-type': 'application/json' },
  pieces: [
    '{"error":{"code":501,"message":"Infill is not supported by this model","type":"not_supported_error"}}',
  ],
};
const noInsert: Answer = {
  status: 400,
  headers: { 'content-type': 'application/json' },
  pieces: ['{"error":"registry.ollama.ai/library/m:latest does not support insert"}'],
};
const ndjson = 'application/x-ndjson';

const cases: readonly Case[] = [
  {
    dialect: 'auto',
    reply: reply.chat(steps),
    path: '/v1/chat/completions',
    sends: { logprobs: true, top_logprobs: 20, max_completion_tokens: 12, temperature: 0 },
  },
  {
    dialect: 'openai-chat',
    model: 'gpt-5.4',
    reply: reply.chat(steps),
    path: '/v1/chat/completions',
    sends: { reasoning_effort: 'none', top_logprobs: 5 },
  },
  {
    dialect: 'openai-completions',
    model: 'gpt-3.5-turbo-instruct',
    reply: reply.completions(steps),
    path: '/v1/completions',
    sends: { logprobs: 5, prompt, suffix, max_tokens: 12 },
  },
  {
    dialect: 'azure',
    base: '/openai/deployments/dep?api-version=2025-01-01',
    reply: reply.chat(steps),
    path: '/openai/deployments/dep/chat/completions?api-version=2025-01-01',
    sends: { logprobs: true, top_logprobs: 20 },
  },
  {
    dialect: 'azure',
    base: '',
    reply: reply.chat(steps),
    path: '/openai/v1/chat/completions',
    sends: { logprobs: true },
  },
  {
    dialect: 'deepseek',
    reply: reply.completions(steps),
    path: '/beta/completions',
    sends: { prompt, suffix, logprobs: 20, temperature: 1 },
  },
  {
    dialect: 'deepseek',
    before: [notThere],
    reply: reply.chat(owed),
    path: '/beta/chat/completions',
    sends: { thinking: { type: 'disabled' }, temperature: 1, logprobs: true },
  },
  {
    dialect: 'ollama',
    reply: reply.ollamaLines(steps),
    type: ndjson,
    path: '/api/generate',
    sends: { prompt, suffix, think: false, logprobs: true, top_logprobs: 20 },
  },
  {
    dialect: 'ollama',
    model: 'qwen2.5-coder:1.5b-base',
    base: '',
    before: [noInsert],
    reply: reply.ollamaLines(steps),
    type: ndjson,
    path: '/api/generate',
    sends: { raw: true, prompt: byTemplate, suffix: undefined },
  },
  {
    dialect: 'ollama',
    base: '/api',
    before: [noInsert, notThere],
    reply: reply.ollamaChatLines(steps),
    type: ndjson,
    path: '/api/chat',
    sends: { think: false, logprobs: true },
  },
  {
    dialect: 'llamacpp',
    reply: reply.llamaEvents(steps),
    path: '/infill',
    sends: { input_prefix: prompt, prompt: '', input_suffix: suffix, n_probs: 20, n_predict: 12 },
  },
  {
    dialect: 'llamacpp',
    base: '',
    before: [noInfill],
    reply: reply.llamaEvents(steps),
    path: '/completion',
    sends: { prompt, n_probs: 20, cache_prompt: true },
  },
  {
    dialect: 'llamacpp',
    before: [notThere, notThere],
    reply: reply.completionsWithEntries(steps),
    path: '/v1/completions',
    sends: { prompt, logprobs: 20 },
  },
  {
    dialect: 'llamacpp',
    before: [notThere, notThere, notThere],
    reply: reply.chatRepeating(prompt.trimEnd())(owed),
    path: '/v1/chat/completions',
    sends: { chat_template_kwargs: { enable_thinking: false } },
  },
  {
    dialect: 'vllm',
    model: qwen,
    reply: reply.completions(steps),
    path: '/v1/completions',
    sends: { prompt: byTemplate, logprobs: 20, max_tokens: 12, suffix: undefined, stop: undefined },
  },
  {
    dialect: 'vllm',
    before: [notThere],
    reply: reply.chat(owed),
    path: '/v1/chat/completions',
    sends: { continue_final_message: true, add_generation_prompt: false },
  },
  {
    dialect: 'sglang',
    reply: reply.completions(steps),
    path: '/v1/completions',
    sends: { prompt, logprobs: 20 },
  },
  {
    dialect: 'sglang',
    before: [notThere],
    reply: reply.chatAfterReasoning(steps),
    path: '/v1/chat/completions',
    sends: { chat_template_kwargs: { enable_thinking: false } },
  },
  {
    dialect: 'tgi',
    base: '',
    reply: reply.tgiEvents(steps),
    path: '/generate_stream',
    sends: {
      inputs: prompt,
      parameters: {
        max_new_tokens: 12,
        details: true,
        top_n_tokens: 5,
        do_sample: false,
        return_full_text: false,
      },
    },
  },
  {
    dialect: 'tgi',
    before: [notThere],
    reply: reply.chatWithBytes(undefined)(steps),
    path: '/v1/chat/completions',
    sends: { top_logprobs: 5 },
  },
  {
    dialect: 'lmstudio',
    reply: reply.chat(steps),
    path: '/v1/chat/completions',
    sends: { logprobs: true, max_tokens: 12 },
  },
  {
    dialect: 'together',
    model: qwen,
    reply: reply.togetherTokens(steps),
    path: '/v1/completions',
    sends: { prompt: byTemplate, logprobs: 20 },
  },
  {
    dialect: 'together',
    before: [notThere],
    reply: reply.togetherChat(steps),
    path: '/v1/chat/completions',
    sends: { logprobs: 20, top_logprobs: undefined, reasoning: { enabled: false } },
  },
  {
    dialect: 'fireworks',
    base: '/inference/v1',
    model: 'accounts/fireworks/models/qwen2p5-coder-32b',
    reply: reply.completions(steps),
    path: '/inference/v1/completions',
    sends: { prompt: byTemplate, logprobs: 5 },
  },
  {
    dialect: 'fireworks',
    base: '',
    reply: reply.completionsWithEntries(steps),
    path: '/inference/v1/completions',
    sends: { prompt, logprobs: 5 },
  },
  {
    dialect: 'openrouter',
    base: '/api/v1',
    reply: reply.chatWithBytes(null)(owed),
    path: '/api/v1/chat/completions',
    sends: { provider: { require_parameters: true }, reasoning: { enabled: false }, max_tokens: 16 },
  },
  {
    dialect: 'xai',
    model: 'grok-4-1-fast-non-reasoning',
    reply: reply.chat(steps),
    path: '/v1/chat/completions',
    sends: { top_logprobs: 8, max_completion_tokens: 12 },
  },
  {
    dialect: 'litellm',
    reply: reply.chat(steps),
    path: '/v1/chat/completions',
    sends: { allowed_openai_params: ['logprobs', 'top_logprobs'] },
  },
  {
    dialect: 'huggingface',
    reply: reply.chatWithBytes(undefined)(steps),
    path: '/v1/chat/completions',
    sends: { top_logprobs: 5 },
  },
  {
    dialect: 'anyscale',
    reply: reply.chatWithEmptyEnd(steps),
    path: '/v1/chat/completions',
    sends: { top_logprobs: 5, max_tokens: 12 },
  },
  {
    dialect: 'octoai',
    reply: reply.chatWithBytes(null)(steps),
    path: '/v1/chat/completions',
    sends: { logprobs: true },
  },
];

describe('from settings to shown text', () => {
  for (const one of cases) {
    it(`${one.dialect} at ${one.path}`, { timeout: 10_000 }, () => check(one));
  }
});

it('no dialect is left out', () => {
  assert.deepEqual(new Set(cases.map(({ dialect }) => dialect)), new Set(dialectNames));
});
