import * as v from 'valibot';
import { splitAtLine } from '../families.ts';
import type { Ask, Dialect, ReplyPart, Route } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute, rawPrompt } from './routes/completions.ts';
import { besideVersion } from './routes/url.ts';
import { listedEntries } from './shapes/entries.ts';

/**
 * llama.cpp's server: its own routes, which say how many tokens they made, then
 * the ones after OpenAI. It leaves out of its lists the tokens that end inside a
 * character.
 */
export const llamacpp: Dialect = {
  name: 'llamacpp',
  remedy: 'update llama.cpp',
  port: 8080,
  sign: {
    path: '/props',
    tells: (body) =>
      v.is(v.looseObject({ default_generation_settings: v.unknown(), total_slots: v.number() }), body),
  },
  routes: (model) => [
    infill,
    completion,
    completionsRoute(model, { hidesTokens: true }),
    chatRoute({
      hidesTokens: true,
      also: { chat_template_kwargs: { enable_thinking: false } },
      prefill: { isShown: true },
    }),
  ],
};

/** Builds the prompt from the model's own tokens; 501 where it has none. The start of the line goes last, where a longer one costs least. */
const infill: Route = {
  ...native('/infill'),
  name: 'infill',
  fillsInMiddle: true,
  request: (ask) => {
    const { lines, head } = splitAtLine(ask.before);
    return { ...common(ask), input_prefix: lines, prompt: head, input_suffix: ask.after };
  },
};

const completion: Route = {
  ...native('/completion'),
  name: 'completion',
  fillsInMiddle: false,
  request: (ask) => ({ ...common(ask), ...rawPrompt(ask) }),
};

type Native = Pick<Route, 'maxTopLogprobs' | 'mayEcho' | 'hidesTokens' | 'url' | 'read'>;

function native(path: string): Native {
  return {
    maxTopLogprobs: 20,
    mayEcho: false,
    hidesTokens: true,
    url: (baseUrl) => besideVersion(baseUrl, path),
    read: readEvent,
  };
}

function common({ maxTokens, topLogprobs }: Ask): Readonly<Record<string, unknown>> {
  return { n_predict: maxTokens, n_probs: topLogprobs, temperature: 0, stream: true, cache_prompt: true };
}

const event = v.object({
  content: v.string(),
  stop: v.fallback(v.optional(v.boolean()), undefined),
  tokens_predicted: v.fallback(v.optional(v.number()), undefined),
  completion_probabilities: v.optional(v.unknown()),
});

function readEvent(chunk: unknown): ReplyPart | undefined {
  const parsed = v.safeParse(event, chunk);
  if (!parsed.success) return undefined;
  const { content, stop, tokens_predicted, completion_probabilities } = parsed.output;
  // The last event counts the end token too, listed or not.
  const made = stop ? undefined : tokens_predicted;
  return { text: content, tokens: listedEntries(completion_probabilities), made };
}
