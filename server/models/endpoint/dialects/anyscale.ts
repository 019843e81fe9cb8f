import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';

/** Anyscale Endpoints, where they are still hosted: at most 5 alternatives; the end is listed as an empty token. */
export const anyscale: Dialect = {
  name: 'anyscale',
  hosts: /(^|\.)endpoints\.anyscale\.com$/,
  refusal: (model) =>
    /llama-2-(13b|70b)-chat/i.test(model)
      ? `${model} gives no token probabilities at Anyscale. Use another model, such as mistralai/Mixtral-8x7B-Instruct-v0.1.`
      : undefined,
  routes: () => [chatRoute({ maxTopLogprobs: 5 })],
};
