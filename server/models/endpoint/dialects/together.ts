import * as v from 'valibot';
import type { Dialect, ReplyPart, Route } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { readCompletion } from './shapes/choice.ts';

/** Together: `logprobs` is a number on both routes, and streamed tokens come in a form of their own, without alternatives. */
export const together: Dialect = {
  name: 'together',
  hosts: /(^|\.)api\.together\.(xyz|ai)$/,
  routes: (model) => [completions(model), chat],
};

function completions(model: string): Route {
  return { ...completionsRoute(model), read: readChunk };
}

const spelled = chatRoute({ also: { reasoning: { enabled: false } } });
const chat: Route = {
  ...spelled,
  request: (ask) => {
    const { top_logprobs, ...body } = spelled.request(ask);
    return { ...body, logprobs: top_logprobs };
  },
};

const token = v.object({
  text: v.string(),
  logprob: v.fallback(v.nullish(v.number()), undefined),
  special: v.fallback(v.nullish(v.boolean()), undefined),
});
const streamed = v.object({ token });

function readChunk(chunk: unknown): ReplyPart | undefined {
  const shown = readCompletion(chunk);
  if ((shown?.tokens.length ?? 0) > 0 || !v.is(streamed, chunk)) return shown;
  const { text, logprob, special } = chunk.token;
  const listed = { text, logprob: logprob ?? undefined, alternatives: [] };
  return special
    ? { text: '', tokens: [{ ...listed, isSpecial: true }] }
    : { text: shown?.text || text, tokens: [listed] };
}
