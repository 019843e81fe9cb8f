import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';

/** The models that OpenAI serves here and not as chat, with or without the month they date from. */
const LEGACY_MODEL = /^(gpt-3\.5-turbo-instruct|davinci-002|babbage-002)(-\d{4})?$/;

/** Legacy completions as OpenAI spells them; at other servers chat, where those are not there. */
export const openaiCompletions: Dialect = {
  name: 'openai-completions',
  hosts: /(^|\.)api\.openai\.com$/,
  models: LEGACY_MODEL,
  routes: (model) => [
    completionsRoute(model, { maxTopLogprobs: 5, takesSuffix: INSERTING_MODEL.test(model), mostStops: 4 }),
    ...(LEGACY_MODEL.test(model) ? [] : [chatRoute()]),
  ],
};

/** The only one that takes a `suffix`; others answer it with an error. */
const INSERTING_MODEL = /^gpt-3\.5-turbo-instruct(-\d{4})?$/;

export function isLegacyModel(model: string): boolean {
  return LEGACY_MODEL.test(model);
}
