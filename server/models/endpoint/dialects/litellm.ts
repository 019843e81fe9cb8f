import type { Dialect } from '../dialect.ts';
import { familyOf } from '../families.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';

/** LiteLLM's proxy: whatever stands behind it, provided that logprobs are let through. */
export const litellm: Dialect = {
  name: 'litellm',
  remedy:
    'have the proxy pass logprobs on: register the model as openai/NAME with its api_base, and set drop_params to false',
  port: 4000,
  sign: { path: '/health/liveliness', tells: (body) => body === "I'm alive!" },
  routes: (model) => [
    ...(familyOf(model) ? [completionsRoute(model)] : []),
    chatRoute({ also: { allowed_openai_params: ['logprobs', 'top_logprobs'] } }),
  ],
};
