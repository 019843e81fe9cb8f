import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { besideVersion } from './routes/url.ts';

/**
 * DeepSeek's own API: fills in the middle, or continues a chat message that was
 * begun, both below `/beta`. Its logprobs are those after the temperature, so
 * they say something only at 1.
 */
export const deepseek: Dialect = {
  name: 'deepseek',
  hosts: /(^|\.)api\.deepseek\.com$/,
  refusal: (model) =>
    /reasoner/.test(model)
      ? `${model} always reasons first, and DeepSeek gives no token probabilities for it. Use deepseek-chat.`
      : undefined,
  routes: (model) => [
    completionsRoute(model, {
      takesSuffix: true,
      temperature: 1,
      url: (baseUrl) => besideVersion(baseUrl, '/beta/completions'),
    }),
    chatRoute({
      temperature: 1,
      also: { thinking: { type: 'disabled' } },
      prefill: { message: { prefix: true } },
      url: (baseUrl) => besideVersion(baseUrl, '/beta/chat/completions'),
    }),
  ],
};
