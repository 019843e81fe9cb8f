import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentKey } from '../../../server/models/endpoint/api-key.ts';

function check(
  environment: Readonly<Record<string, string>>,
  url: string,
  expected: string | undefined,
): void {
  assert.equal(environmentKey(environment, url), expected);
}

describe('the key of the environment', () => {
  const openai = { OPENAI_API_KEY: 'sk-openai' };
  const both = { ...openai, SURELINE_API_KEY: 'sk-own' };
  const elsewhere = { ...openai, OPENAI_BASE_URL: 'https://gateway.example.com/v1' };
  for (const [name, environment, url, expected] of [
    [
      'that was set for Sureline goes to its endpoint, wherever that is',
      both,
      'http://localhost:1',
      'sk-own',
    ],
    ['that was set for OpenAI goes to OpenAI', openai, 'https://api.openai.com/v1', 'sk-openai'],
    ['goes to its regions', openai, 'https://eu.api.openai.com/v1', 'sk-openai'],
    ['goes to the host that was set beside it', elsewhere, 'https://gateway.example.com/other', 'sk-openai'],
    ['goes to no other host', openai, 'https://api.together.xyz/v1', undefined],
    ['goes to no host that only sounds like it', openai, 'https://api.openai.com.evil.example/v1', undefined],
    ['nor to one that ends like it', openai, 'https://notapi.openai.com/v1', undefined],
    ['is none where it is empty', { SURELINE_API_KEY: '' }, 'https://api.openai.com/v1', undefined],
  ] as const) {
    it(name, () => check(environment, url, expected));
  }
});
