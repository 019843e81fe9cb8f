import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReplyPart } from '../../../server/models/endpoint/dialect.ts';
import { dialects } from '../../../server/models/endpoint/dialects/all.ts';

/** What the first route of a dialect reads from one chunk: its text and tokens, or undefined. */
function check(name: string, chunk: unknown, expected: ReplyPart | undefined): void {
  const [route] = dialects.find((dialect) => dialect.name === name)?.routes('m') ?? [];
  assert.deepEqual(route?.read(chunk), expected);
}

const nothing: ReplyPart = { text: '', tokens: [] };

describe('openai-chat reads', () => {
  const chunk = (delta: unknown, content?: unknown): unknown => ({
    object: 'chat.completion.chunk',
    choices: [
      {
        index: 0,
        delta,
        logprobs: content === undefined ? null : { content, refusal: null },
        finish_reason: null,
      },
    ],
  });
  const bare = { text: 'a', logprob: undefined, bytes: undefined, alternatives: [] };
  for (const [name, from, expected] of [
    ['the chunk for the role', chunk({ role: 'assistant', content: '' }), nothing],
    ['the last chunk', chunk({}), nothing],
    ['a chunk without delta', chunk(undefined), nothing],
    ['the usage', { choices: [], usage: { total_tokens: 12 } }, nothing],
    ['text alone', chunk({ content: 'a' }), { text: 'a', tokens: [] }],
    ['no text', chunk({ content: null }), nothing],
    ['a delta that is null', { choices: [{ delta: null, logprobs: null }] }, nothing],
    [
      'reasoning as hidden',
      chunk({ content: null, reasoning_content: 'Hm' }, [{ token: 'Hm', logprob: -0.1 }]),
      {
        text: '',
        tokens: [{ text: 'Hm', logprob: -0.1, bytes: undefined, alternatives: [] }],
        isHiding: true,
      },
    ],
    [
      'lists side by side, as some relay them',
      {
        choices: [
          {
            message: { content: 'New' },
            logprobs: { tokens: ['New'], token_logprobs: [-0.4], token_ids: [7] },
          },
        ],
      },
      { text: 'New', tokens: [{ text: 'New', logprob: -0.4, bytes: undefined, alternatives: [] }] },
    ],
    [
      'a number as the logprob of what is shown',
      { choices: [{ delta: { content: 'New' }, logprobs: -0.4, top_logprobs: { New: -0.4, Old: -2 } }] },
      {
        text: 'New',
        tokens: [
          {
            text: 'New',
            logprob: -0.4,
            alternatives: [
              { text: 'New', logprob: -0.4, bytes: undefined },
              { text: 'Old', logprob: -2, bytes: undefined },
            ],
          },
        ],
      },
    ],
    ['a refusal', chunk({ content: null, refusal: 'no' }), nothing],
    [
      'tokens with bytes and alternatives',
      chunk({ content: 'a' }, [
        {
          token: 'a',
          logprob: -0.3,
          bytes: [97],
          top_logprobs: [{ token: '<|end|>', logprob: -10.9, bytes: null }],
        },
      ]),
      {
        text: 'a',
        tokens: [
          {
            text: 'a',
            logprob: -0.3,
            bytes: [97],
            alternatives: [{ text: '<|end|>', logprob: -10.9, bytes: undefined }],
          },
        ],
      },
    ],
    ['what is missing as unknown', chunk({ content: 'a' }, [{ token: 'a' }]), { text: 'a', tokens: [bare] }],
    [
      'what is odd as unknown',
      chunk({ content: 'a' }, [{ token: 'a', logprob: 'high', bytes: 'a', top_logprobs: null }]),
      { text: 'a', tokens: [bare] },
    ],
    [
      'tokens that are none as no tokens',
      chunk({ content: 'a' }, [{ logprob: -0.1 }]),
      { text: 'a', tokens: [] },
    ],
    ['no logprobs in an empty list', chunk({ content: 'a' }, []), { text: 'a', tokens: [] }],
    ['nothing in a number', 5, undefined],
    ['nothing in another object', { hello: 'world' }, undefined],
    ['nothing in choices that are none', { choices: ['a'] }, undefined],
  ] as const) {
    it(name, () => check('openai-chat', from, expected));
  }
});

describe('openai-completions reads', () => {
  const chunk = (text: unknown, logprobs?: unknown): unknown => ({
    object: 'text_completion',
    choices: [{ text, index: 0, logprobs, finish_reason: null }],
  });
  const entry = (text: string, logprob?: number, bytes?: number[]) => ({ text, bytes, logprob });
  for (const [name, from, expected] of [
    ['text alone', chunk('a', null), { text: 'a', tokens: [] }],
    [
      'the three lists side by side',
      chunk('a +', {
        tokens: ['a', ' +'],
        token_logprobs: [-0.1, -0.2],
        top_logprobs: [{ a: -0.1, '(': -7.9 }, { ' +': -0.2 }],
        text_offset: [26, 27],
      }),
      {
        text: 'a +',
        tokens: [
          { ...entry('a', -0.1), alternatives: [entry('a', -0.1), entry('(', -7.9)] },
          { ...entry(' +', -0.2), alternatives: [entry(' +', -0.2)] },
        ],
      },
    ],
    [
      'short and missing lists as unknown',
      chunk('ab', { tokens: ['a', 'b'], token_logprobs: [-0.1], top_logprobs: null }),
      {
        text: 'ab',
        tokens: [
          { ...entry('a', -0.1), alternatives: [] },
          { ...entry('b'), alternatives: [] },
        ],
      },
    ],
    [
      'null as unknown',
      chunk('a', { tokens: [null], token_logprobs: [null], top_logprobs: [null] }),
      { text: 'a', tokens: [{ ...entry(''), alternatives: [] }] },
    ],
    [
      'bytes that are spelled out',
      chunk('', { tokens: ['bytes: \\xf0\\x9f'], token_logprobs: [-0.1], top_logprobs: [{ 'bytes:': -3 }] }),
      {
        text: '',
        tokens: [
          { ...entry('bytes: \\xf0\\x9f', -0.1, [32, 0xf0, 0x9f]), alternatives: [entry('bytes:', -3)] },
        ],
      },
    ],
    [
      'tokens that are names of JavaScript',
      chunk('a', {
        tokens: ['constructor'],
        token_logprobs: [-0.1],
        top_logprobs: [{ constructor: -0.1, prototype: -3 }],
      }),
      {
        text: 'a',
        tokens: [
          {
            ...entry('constructor', -0.1),
            alternatives: [entry('constructor', -0.1), entry('prototype', -3)],
          },
        ],
      },
    ],
    ['the usage', { choices: [], usage: {} }, nothing],
    ['nothing in another object', { hello: 'world' }, undefined],
  ] satisfies [string, unknown, ReplyPart | undefined][]) {
    it(name, () => check('openai-completions', from, expected));
  }
});

describe('the native routes read', () => {
  const entry = { token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [] };
  const listed = { text: 'a', logprob: -0.1, bytes: [97], alternatives: [] };
  for (const [name, dialect, from, expected] of [
    [
      'llama.cpp: how many tokens were made',
      'llamacpp',
      { content: 'a', stop: false, tokens_predicted: 3, completion_probabilities: [entry] },
      { text: 'a', tokens: [listed], made: 3 },
    ],
    [
      'llama.cpp: the last event, which may count more than was listed',
      'llamacpp',
      { content: '', stop: true, tokens_predicted: 4 },
      { text: '', tokens: [], made: undefined },
    ],
    [
      'llama.cpp: probabilities after sampling as none',
      'llamacpp',
      { content: 'a', completion_probabilities: [{ token: 'a', prob: 1, top_probs: [] }] },
      {
        text: 'a',
        tokens: [{ text: 'a', logprob: undefined, bytes: undefined, alternatives: [] }],
        made: undefined,
      },
    ],
    [
      'Ollama: a line',
      'ollama',
      { response: 'a', done: false, logprobs: [entry] },
      { text: 'a', tokens: [listed] },
    ],
    [
      'Ollama: thinking as hidden',
      'ollama',
      { response: '', thinking: 'a', done: false, logprobs: [entry] },
      { text: '', tokens: [listed], isHiding: true },
    ],
    ['Ollama: the last line', 'ollama', { response: '', done: true }, { text: '', tokens: [] }],
    [
      'TGI: a control token as one, not shown',
      'tgi',
      { token: { id: 0, text: '<eot>', logprob: -0.2, special: true }, top_tokens: [] },
      { text: '', tokens: [{ text: '<eot>', logprob: -0.2, isSpecial: true, alternatives: [] }] },
    ],
    [
      'Together: the token beside the choice',
      'together',
      { token: { id: 7, text: 'a', logprob: -0.1, special: false }, choices: [{ index: 0, text: 'a' }] },
      { text: 'a', tokens: [{ text: 'a', logprob: -0.1, alternatives: [] }] },
    ],
    ['nothing in an error', 'ollama', { error: 'model not found' }, undefined],
    ['nothing in an error', 'llamacpp', { error: { code: 500 } }, undefined],
    ['nothing in an error', 'tgi', { error: 'overloaded' }, undefined],
  ] satisfies [string, string, unknown, ReplyPart | undefined][]) {
    it(`${name} (${dialect})`, () => check(dialect, from, expected));
  }
});
