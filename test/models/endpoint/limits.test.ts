import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Limits, lowered, noLimits, within } from '../../../server/models/endpoint/limits.ts';

const body = { model: 'm', temperature: 0, max_completion_tokens: 12, logprobs: true, top_logprobs: 20 };

/** What is learnt from a message about a request; undefined where nothing is. */
function check(
  message: string,
  sent: Readonly<Record<string, unknown>>,
  expected: Partial<Limits> | undefined,
): void {
  const learnt = lowered(noLimits, message, sent);
  assert.deepEqual(learnt, expected && { ...noLimits, ...expected });
}

describe('an error that lower limits avoid', () => {
  for (const [message, sent, expected] of [
    ['400 top_logprobs must be between 0 and 5', body, { topLogprobs: 5 }],
    [
      '400 Requested sample logprobs of 20, which is greater than max allowed: 8 (parameter=logprobs, value=20)',
      { prompt: 'x', logprobs: 20 },
      { topLogprobs: 8 },
    ],
    ['422 top_n_tokens is out of range', { parameters: { top_n_tokens: 20 } }, { topLogprobs: 5 }],
    ['400 n_probs too large: must be less', { n_probs: 5 }, { topLogprobs: 1 }],
    ['400 top_logprobs must be less', { ...body, top_logprobs: 1 }, undefined],
    [
      "400 Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { max_tokens: 12 },
      { renamed: { max_tokens: 'max_completion_tokens' } },
    ],
    [
      '422 {"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted"}]}',
      body,
      { renamed: { max_completion_tokens: 'max_tokens' } },
    ],
    [
      "400 Unsupported value: 'temperature' does not support 0 with this model.",
      body,
      { omitted: ['temperature'] },
    ],
    [
      '400 Unrecognized request argument supplied: reasoning_effort',
      { ...body, reasoning_effort: 'none' },
      { omitted: ['reasoning_effort'] },
    ],
    ['400 the request exceeds the available context size', body, { windowTokens: 600 }],
    ["400 Unsupported parameter: 'logprobs' is not supported with this model.", body, undefined],
    ['403 You are not allowed to request logprobs from this model', body, undefined],
    ['400 The model is not supported', body, undefined],
    ['400 invalid character n in the prompt', { ...body, n: 1 }, undefined],
  ] as const) {
    it(message, () => check(message, sent, expected));
  }
});

it('text is not cut for ever', () => {
  let limits: Limits | undefined = noLimits;
  let times = 0;
  for (; limits && times < 20; times++) limits = lowered(limits, 'context length exceeded', {});
  assert.ok(times < 8);
});

it('a body is sent under the names and without the parameters that were learnt', () => {
  const limits = { ...noLimits, renamed: { max_completion_tokens: 'max_tokens' }, omitted: ['temperature'] };
  assert.deepEqual(within(limits, body), { model: 'm', max_tokens: 12, logprobs: true, top_logprobs: 20 });
});
