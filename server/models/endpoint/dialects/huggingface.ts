import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';

/** Hugging Face's router: chat only; whether there are logprobs is up to the provider, which a model's name may end with. */
export const huggingface: Dialect = {
  name: 'huggingface',
  remedy: 'end the model name with a provider that has logprobs, as in :together',
  hosts: /^router\.huggingface\.co$/,
  routes: () => [chatRoute({ maxTopLogprobs: 5 })],
};
