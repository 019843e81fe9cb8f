import type { Dialect } from '../dialect.ts';
import { reasoningOnly, withoutReasoning } from './openai-chat.ts';
import { isLegacyModel } from './openai-completions.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { below } from './routes/url.ts';

/**
 * OpenAI's models at Azure: the same bodies, with another header for the key.
 * The base URL names the resource, or one deployment of it with its `api-version`.
 */
export const azure: Dialect = {
  name: 'azure',
  hosts: /\.(openai\.azure\.com|services\.ai\.azure\.com|cognitiveservices\.azure\.com)$/,
  refusal: reasoningOnly,
  routes: (model) => [
    isLegacyModel(model)
      ? completionsRoute(model, {
          maxTopLogprobs: 5,
          takesSuffix: /instruct/.test(model),
          keyHeader: 'api-key',
          url: (baseUrl) => deployed(baseUrl, '/completions'),
        })
      : chatRoute({
          cap: 'max_completion_tokens',
          keyHeader: 'api-key',
          ...withoutReasoning(model),
          url: (baseUrl) => deployed(baseUrl, '/chat/completions'),
        }),
  ],
};

/** The first version of the API that is final and knows logprobs. */
const API_VERSION = '2024-10-21';

function deployed(baseUrl: string, path: string): string {
  const url = new URL(below(baseUrl, path, '/openai/v1'));
  const isOneDeployment = url.pathname.includes('/deployments/');
  if (isOneDeployment && !url.searchParams.has('api-version'))
    url.searchParams.set('api-version', API_VERSION);
  return url.toString();
}
