import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { below } from './routes/url.ts';

/** Fireworks: lists logprobs in either form, those before the temperature under the usual name. */
export const fireworks: Dialect = {
  name: 'fireworks',
  hosts: /(^|\.)api\.fireworks\.ai$/,
  routes: (model) => [
    completionsRoute(model, { maxTopLogprobs: 5, url: (baseUrl) => at(baseUrl, '/completions') }),
    chatRoute({ maxTopLogprobs: 5, url: (baseUrl) => at(baseUrl, '/chat/completions') }),
  ],
};

function at(baseUrl: string, path: string): string {
  return below(baseUrl, path, '/inference/v1');
}
