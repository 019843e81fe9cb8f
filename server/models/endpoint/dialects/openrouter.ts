import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { below } from './routes/url.ts';

/** OpenRouter: leaves out what a provider lacks without a word, unless it is told to choose providers that have it all. */
export const openrouter: Dialect = {
  name: 'openrouter',
  remedy: 'choose a model that a provider with logprobs has',
  hosts: /(^|\.)openrouter\.ai$/,
  routes: () => [
    chatRoute({
      // Some of its providers take no less.
      leastTokens: 16,
      also: { reasoning: { enabled: false }, provider: { require_parameters: true } },
      prefill: {},
      url: (baseUrl) => below(baseUrl, '/chat/completions', '/api/v1'),
    }),
  ],
};
