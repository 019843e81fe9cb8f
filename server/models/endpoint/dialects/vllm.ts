import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { ownedBy } from './shapes/model-list.ts';

/** vLLM: raw text by the model's template, or a chat message that was begun. */
export const vllm: Dialect = {
  name: 'vllm',
  port: 8000,
  sign: { path: '/v1/models', tells: ownedBy('vllm') },
  routes: (model) => [
    // Texts to stop at make it hold back as many characters; control tokens are not shown anyway.
    completionsRoute(model, { mostStops: 0 }),
    chatRoute({
      also: { chat_template_kwargs: { enable_thinking: false } },
      prefill: { also: { continue_final_message: true, add_generation_prompt: false } },
    }),
  ],
};
