import type { Alternative, Step } from '../../server/completion/continuation.ts';

/** Replies as OpenAI streams them, spelled from steps: one chunk a token, between a chunk for the role and one for the reason of the end. */

/** The chunks of a chat completion. */
export function chatChunks(steps: readonly Step[]): unknown[] {
  return [
    chatChunk({ delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }),
    ...steps.map((step) => chatChunk(chatToken(step))),
    chatChunk({ delta: {}, logprobs: null, finish_reason: 'length' }),
    {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      choices: [],
      usage: { completion_tokens: steps.length },
    },
  ];
}

/** The chunks of a legacy completion. */
export function completionChunks(steps: readonly Step[]): unknown[] {
  return [
    ...steps.map((step, at) => completionChunk(completionToken(step, at))),
    completionChunk({ text: '', logprobs: null, finish_reason: 'length' }),
  ];
}

function chatChunk(choice: object): unknown {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o-mini-2024-07-18',
    system_fingerprint: 'fp_1',
    choices: [{ index: 0, ...choice }],
    obfuscation: 'x9',
  };
}

function chatToken(step: Step): object {
  const content = [{ ...chatEntry(step), top_logprobs: [step, ...step.alternatives].map(chatEntry) }];
  return { delta: { content: step.text }, logprobs: { content, refusal: null }, finish_reason: null };
}

function chatEntry({ text, logprob, ends }: Alternative): object {
  return ends
    ? { token: '<|end|>', logprob, bytes: null }
    : { token: text, logprob, bytes: [...Buffer.from(text)] };
}

function completionChunk(choice: object): unknown {
  return {
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'davinci-002',
    choices: [{ index: 0, ...choice }],
  };
}

function completionToken({ text, logprob, alternatives }: Step, at: number): object {
  const listed = [{ text, logprob }, ...alternatives].map((entry) => [entry.text, entry.logprob]);
  const logprobs = {
    tokens: [text],
    token_logprobs: [logprob],
    top_logprobs: [Object.fromEntries(listed) as unknown],
    text_offset: [26 + at],
  };
  return { text, logprobs, finish_reason: null };
}
