import * as v from 'valibot';
import { familyOf } from '../families.ts';
import type { Ask, Dialect, ReplyPart, Route } from '../dialect.ts';
import { messages } from './routes/chat.ts';
import { rawPrompt } from './routes/completions.ts';
import { besideVersion } from './routes/url.ts';
import { listedEntries } from './shapes/entries.ts';

/**
 * Ollama's own API, one JSON object a line. Its `/v1/completions` is left alone:
 * it takes `logprobs` and never answers with any.
 */
export const ollama: Dialect = {
  name: 'ollama',
  remedy: 'update Ollama to 0.12.11 or newer, and use a model that runs on your own machine',
  port: 11_434,
  sign: { path: '/api/version', tells: (body) => v.is(v.object({ version: v.string() }), body) },
  routes: (model) => [insert, raw(model), chat],
};

/** The model's own template fills in the middle, where it has one; an error says so where not. */
const insert: Route = {
  ...native('/api/generate'),
  name: 'generate with suffix',
  fillsInMiddle: true,
  request: (ask) => ({
    ...common(ask),
    prompt: ask.before,
    // An empty suffix would be taken for none, and the prompt for a message to chat about.
    suffix: ask.after === '' ? '\n' : ask.after,
    think: false,
  }),
};

function raw(model: string): Route {
  const fillsInMiddle = familyOf(model) !== undefined;
  return {
    ...native('/api/generate'),
    name: fillsInMiddle ? 'generate by template' : 'generate',
    fillsInMiddle,
    request: (ask) => {
      const { prompt, stop } = rawPrompt(ask);
      return { ...common(ask, stop), prompt, raw: true };
    },
  };
}

const chat: Route = {
  ...native('/api/chat'),
  name: 'chat',
  fillsInMiddle: false,
  mayEcho: true,
  request: (ask) => ({ ...common(ask), messages: messages(ask, undefined), think: false }),
};

type Native = Pick<Route, 'maxTopLogprobs' | 'mayEcho' | 'hidesTokens' | 'url' | 'read'>;

function native(path: string): Native {
  return {
    maxTopLogprobs: 20,
    mayEcho: false,
    // Newer versions run llama.cpp's server, and list what it lists.
    hidesTokens: true,
    url: (baseUrl) => besideVersion(baseUrl, path),
    read: readLine,
  };
}

function common(ask: Ask, stop?: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    model: ask.model,
    stream: true,
    logprobs: true,
    top_logprobs: ask.topLogprobs,
    options: { temperature: 0, num_predict: ask.maxTokens, ...(stop ? { stop } : {}) },
  };
}

const text = v.fallback(v.nullish(v.string()), undefined);
const line = v.object({
  done: v.boolean(),
  response: text,
  thinking: text,
  message: v.nullish(v.object({ content: text, thinking: text })),
  logprobs: v.optional(v.unknown()),
});

function readLine(chunk: unknown): ReplyPart | undefined {
  const parsed = v.safeParse(line, chunk);
  if (!parsed.success) return undefined;
  const { response, thinking, message, logprobs } = parsed.output;
  const part = { text: response ?? message?.content ?? '', tokens: listedEntries(logprobs) };
  return thinking || message?.thinking ? { ...part, isHiding: true } : part;
}
