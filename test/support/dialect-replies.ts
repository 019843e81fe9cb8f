import type { Alternative, Step } from '../../server/completion/continuation.ts';
import { events } from './http-endpoint.ts';
import { chatChunks, completionChunks } from './openai-replies.ts';

/** Replies as other servers than OpenAI's spell them, made from steps. Each is what goes over the wire, whole. */
type Reply = (steps: readonly Step[]) => string;

/** Chat completions, one event a token. */
export const chat: Reply = (steps) => events(...chatChunks(steps)).join('');
/** Legacy completions, with lists side by side. */
export const completions: Reply = (steps) => events(...completionChunks(steps)).join('');

/** Chat completions with another spelling of `bytes`. */
export const chatWithBytes =
  (bytes: null | undefined): Reply =>
  (steps) =>
    events(...chatChunks(steps).map((chunk) => withBytes(chunk, bytes))).join('');

/** Chat completions that begin with what they were given, unlisted, and then list what is new. */
export const chatRepeating =
  (given: string): Reply =>
  (steps) =>
    events(
      { choices: [{ index: 0, delta: { role: 'assistant', content: given } }] },
      ...chatChunks(steps),
    ).join('');

/** Chat completions that list the tokens of their reasoning before those of the answer. */
export const chatAfterReasoning: Reply = (steps) => {
  const thought = { ...entry({ text: 'Hm', logprob: -0.1 }), top_logprobs: [] };
  const reasoning = {
    choices: [{ index: 0, delta: { content: null, reasoning: 'Hm' }, logprobs: { content: [thought] } }],
  };
  return events(reasoning, ...chatChunks(steps)).join('');
};

/** Chat completions that end with an empty token of certainty, and without the mark of the end. */
export const chatWithEmptyEnd: Reply = (steps) => {
  const end = { ...entry({ text: '', logprob: 0 }), top_logprobs: [entry({ text: '', logprob: 0 })] };
  const last = { choices: [{ index: 0, delta: { content: '' }, logprobs: { content: [end] } }] };
  return events(...chatChunks(steps), last)
    .slice(0, -1)
    .join('');
};

/** The legacy envelope around chat's list. */
export const completionsWithEntries: Reply = (steps) =>
  events(
    ...steps.map((step) => ({
      object: 'text_completion',
      choices: [{ index: 0, text: step.text, logprobs: { content: [listed(step)] }, finish_reason: null }],
    })),
    { choices: [{ index: 0, text: '', logprobs: null, finish_reason: 'length' }], usage: {} },
  ).join('');

/** llama.cpp's own routes: no mark of the end, the last event empty. */
export const llamaEvents: Reply = (steps) =>
  withoutMark(
    ...steps.map((step, at) => ({
      index: 0,
      content: step.text,
      tokens: [at],
      stop: false,
      tokens_predicted: at + 1,
      completion_probabilities: [listed(step)],
    })),
    { index: 0, content: '', tokens: [], stop: true, stop_type: 'limit', tokens_predicted: steps.length },
  );

/** Ollama's `/api/generate`: one JSON object a line. */
export const ollamaLines: Reply = (steps) =>
  lines(
    ...steps.map((step) => ({ model: 'm', response: step.text, done: false, logprobs: [listed(step)] })),
    { model: 'm', response: '', done: true, done_reason: 'stop', eval_count: steps.length },
  );

/** Ollama's `/api/chat`. */
export const ollamaChatLines: Reply = (steps) =>
  lines(
    ...steps.map((step) => ({
      message: { role: 'assistant', content: step.text },
      done: false,
      logprobs: [listed(step)],
    })),
    { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
  );

/** TGI's `/generate_stream`, with its end token. */
export const tgiEvents: Reply = (steps) =>
  withoutMark(
    ...steps.map((step, at) => ({
      index: at + 1,
      token: piece(step),
      top_tokens: [step, ...step.alternatives].map(piece),
      generated_text: null,
      details: null,
    })),
    { token: { id: 0, text: '</s>', logprob: -0.2, special: true }, generated_text: 'x', details: {} },
  );

/** Together's legacy route: the token beside an empty choice. */
export const togetherTokens: Reply = (steps) =>
  events(
    ...steps.map((step) => ({
      object: 'completion.chunk',
      token: piece(step),
      choices: [{ index: 0, text: step.text }],
      finish_reason: null,
    })),
  ).join('');

/** Together's chat route: the logprob is a number. */
export const togetherChat: Reply = (steps) =>
  events(
    ...steps.map((step) => ({
      choices: [
        {
          index: 0,
          delta: { role: 'assistant', content: step.text, token_id: 7 },
          logprobs: step.logprob,
          top_logprobs: Object.fromEntries(
            [step, ...step.alternatives].map((one) => [one.text, one.logprob] as const),
          ),
        },
      ],
    })),
  ).join('');

function listed(step: Step): object {
  return { id: 7, ...entry(step), top_logprobs: [step, ...step.alternatives].map(entry) };
}

function entry({ text, logprob }: Alternative): object {
  return { token: text, logprob, bytes: [...Buffer.from(text)] };
}

function piece({ text, logprob }: Alternative): object {
  return { id: 7, text, logprob, special: false };
}

function withBytes(chunk: unknown, bytes: null | undefined): unknown {
  const json = JSON.stringify(chunk, (key, value: unknown) => (key === 'bytes' ? bytes : value));
  return JSON.parse(json);
}

function lines(...chunks: readonly unknown[]): string {
  return chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('');
}

function withoutMark(...chunks: readonly unknown[]): string {
  return events(...chunks)
    .slice(0, -1)
    .join('');
}
