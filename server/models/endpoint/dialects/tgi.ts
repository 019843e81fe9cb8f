import * as v from 'valibot';
import { familyOf } from '../families.ts';
import type { Dialect, ListedEntry, ReplyPart, Route } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { rawPrompt } from './routes/completions.ts';
import { besideVersion } from './routes/url.ts';

/** Hugging Face's text-generation-inference: its own route, since its `/v1/completions` knows no logprobs. */
export const tgi: Dialect = {
  name: 'tgi',
  hosts: /\.endpoints\.huggingface\.cloud$/,
  sign: {
    path: '/info',
    tells: (body) => v.is(v.looseObject({ model_id: v.string(), max_concurrent_requests: v.number() }), body),
  },
  routes: (model) => [generate(model), chatRoute({ maxTopLogprobs: 5 })],
};

function generate(model: string): Route {
  const fillsInMiddle = familyOf(model) !== undefined;
  return {
    name: fillsInMiddle ? 'generate by template' : 'generate',
    fillsInMiddle,
    maxTopLogprobs: 5,
    mayEcho: false,
    url: (baseUrl) => besideVersion(baseUrl, '/generate_stream'),
    request: (ask) => {
      const { prompt, stop } = rawPrompt(ask, 4);
      return {
        inputs: prompt,
        parameters: {
          max_new_tokens: ask.maxTokens,
          details: true,
          top_n_tokens: ask.topLogprobs,
          do_sample: false,
          return_full_text: false,
          ...(stop ? { stop } : {}),
        },
      };
    },
    read: readEvent,
  };
}

const token = v.object({
  text: v.string(),
  logprob: v.fallback(v.optional(v.number()), undefined),
  special: v.fallback(v.optional(v.boolean()), undefined),
});
const event = v.object({ token, top_tokens: v.fallback(v.optional(v.array(token), []), []) });

function readEvent(chunk: unknown): ReplyPart | undefined {
  const parsed = v.safeParse(event, chunk);
  if (!parsed.success) return undefined;
  const { token: chosen, top_tokens } = parsed.output;
  const listed = { ...entryOf(chosen), alternatives: top_tokens.map(entryOf) };
  return { text: chosen.special ? '' : chosen.text, tokens: [listed] };
}

function entryOf({ text, logprob, special }: v.InferOutput<typeof token>): ListedEntry {
  return special ? { text, logprob, isSpecial: true } : { text, logprob };
}
