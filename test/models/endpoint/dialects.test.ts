import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Dialect, ReplyPart } from '../../../server/models/endpoint/dialect.ts';
import { openaiChat } from '../../../server/models/endpoint/dialects/openai-chat.ts';
import { openaiCompletions } from '../../../server/models/endpoint/dialects/openai-completions.ts';

/** What a dialect reads from one chunk: its text and tokens, or undefined. */
function check(dialect: Dialect, chunk: unknown, expected: ReplyPart | undefined): void {
  assert.deepEqual(dialect.read(chunk), expected);
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
    it(name, () => check(openaiChat, from, expected));
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
    it(name, () => check(openaiCompletions, from, expected));
  }
});
