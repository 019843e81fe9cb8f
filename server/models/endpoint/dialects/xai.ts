import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';

/** xAI: at most 8 alternatives, and only from models that do not reason. */
export const xai: Dialect = {
  name: 'xai',
  hosts: /(^|\.)api\.x\.ai$/,
  refusal: (model) =>
    /(?<!non-)reasoning/.test(model)
      ? `${model} reasons first, and xAI gives no token probabilities for such models. Use one whose name ends in non-reasoning.`
      : undefined,
  routes: () => [chatRoute({ maxTopLogprobs: 8, cap: 'max_completion_tokens' })],
};
