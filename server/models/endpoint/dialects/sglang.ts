import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { ownedBy } from './shapes/model-list.ts';

/** SGLang: raw text by the model's template; its own `suffix` works only where the server was started for it. */
export const sglang: Dialect = {
  name: 'sglang',
  port: 30_000,
  sign: { path: '/v1/models', tells: ownedBy('sglang') },
  routes: (model) => [
    completionsRoute(model, { mostStops: 0 }),
    chatRoute({ also: { chat_template_kwargs: { enable_thinking: false } } }),
  ],
};
